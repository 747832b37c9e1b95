/** Gives numbers from 0 inclusive to 1 exclusive. */
export type Random = () => number

/**
 * A stream of its own for every path below a seed, such as `(7, 'wages', 123)`: what one person does never moves what
 * another does, whatever the order or the size of a batch. Generator: sfc32 (Chris Doty-Humphrey, PractRand).
 */
export function substream(seed: number, ...path: readonly (string | number)[]): Random {
  const state = new Int32Array(digest(seed, path))
  const next = () => {
    const sum = (state[0]! + state[1]! + state[3]!) | 0
    state[3] = state[3]! + 1
    state[0] = state[1]! ^ (state[1]! >>> 9)
    state[1] = (state[2]! + (state[2]! << 3)) | 0
    state[2] = ((state[2]! << 21) | (state[2]! >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** Ten hexadecimal digits that follow from the path alone: an identifier that says nothing about its owner. */
export function opaque(seed: number, ...path: readonly (string | number)[]): string {
  const [a, b] = digest(seed, path)
  return (
    (a >>> 0).toString(16).padStart(8, '0').slice(0, 6) + (b >>> 0).toString(16).padStart(8, '0').slice(0, 4)
  )
}

function digest(seed: number, path: readonly (string | number)[]): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]
  absorb(lanes, seed | 0)
  absorb(lanes, Math.floor(seed / 4_294_967_296))
  for (const part of path) {
    if (typeof part === 'number') absorb(lanes, part)
    else for (let at = 0; at < part.length; at++) absorb(lanes, part.charCodeAt(at))
    absorb(lanes, 0x9e3779b9)
  }
  return lanes
}

function absorb(lanes: [number, number, number, number], value: number): void {
  lanes[0] = scramble(lanes[0] ^ value, 0x85ebca6b) + lanes[1]
  lanes[1] = scramble(lanes[1] ^ lanes[0], 0xc2b2ae35) + lanes[2]
  lanes[2] = scramble(lanes[2] ^ lanes[1], 0x27d4eb2f) + lanes[3]
  lanes[3] = scramble(lanes[3] ^ lanes[2], 0x165667b1) + lanes[0]
}

function scramble(value: number, factor: number): number {
  const mixed = Math.imul(value ^ (value >>> 15), factor)
  return mixed ^ (mixed >>> 13)
}

export const chance = (random: Random, probability: number): boolean => random() < probability

export const between = (random: Random, low: number, high: number): number => low + random() * (high - low)

/** A whole number from `low` to `high`, both included. */
export const integer = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Standard normal, by Box and Muller. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

export const logNormal = (random: Random, median: number, sigma: number): number =>
  median * Math.exp(sigma * normal(random))

export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random())

/** Knuth's product method: for small means. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** A rank from 0 to `size - 1`, in which rank k is drawn about in proportion to 1/(k + 1) (Zipf's law). */
export const zipf = (random: Random, size: number): number => Math.floor((size + 1) ** random()) - 1

/** Draws entries in proportion to their weights. */
export function weighted<T>(entries: readonly (readonly [T, number])[]): (random: Random) => T {
  const ends: number[] = []
  let total = 0
  for (const [, weight] of entries) {
    total += weight
    ends.push(total)
  }
  return random => {
    const point = random() * total
    let at = 0
    while (point >= ends[at]! && at < ends.length - 1) at++
    return entries[at]![0]
  }
}
