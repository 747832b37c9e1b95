import type { Distribution } from '../api/picture.ts'

/** Where things stand in the drawing, 0 to 1 in both directions; y from the top, where all peers are. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface PeerCurve {
  /** How many peers are at a value or beyond it, from the least unusual value on. */
  readonly curve: readonly Point[]
  /** Where the subject stands. */
  readonly here: Point
  /** Lines of one in ten, one in a hundred ...: `exponent` 1, 2 ... */
  readonly steps: readonly { readonly exponent: number; readonly y: number }[]
}

/** So many times the middle value, and the scale of values is logarithmic, lest everybody stand at one edge. */
const farBeyond = 30

/**
 * A picture of how rare a value is: the height at a value says how many of the peers reach it, each step down being ten times
 * fewer, which is one ban. What is unusual stands to the right, whether that is high or low. `rarity` is the share of peers at
 * least as extreme as the subject, 0 to 1.
 */
export function peerCurveOf(
  { unusual, points }: Distribution,
  { value, rarity, peers }: { readonly value: number; readonly rarity: number; readonly peers: number },
): PeerCurve | undefined {
  const [first] = points
  if (first === undefined) return undefined
  const middle = Math.abs(points.find(each => each.share <= 0.5)?.value ?? first.value) || 1
  const all = [...points.map(each => each.value), value]
  // Zero is where counts and sums begin.
  const [low, high] = [Math.min(0, ...all), Math.max(...all)]
  const isFar = Math.max(Math.abs(low), Math.abs(high)) > farBeyond * middle
  const scaled = (each: number) => (isFar ? Math.sign(each) * Math.log1p(Math.abs(each) / middle) : each)
  const [from, span] = [scaled(low), scaled(high) - scaled(low) || 1]
  // A little room, so that what stands at an end is seen.
  const x = (each: number) => {
    const at = 0.03 + 0.92 * ((scaled(each) - from) / span)
    return unusual === 'high' ? at : 0.98 - at
  }
  // Nobody can be seen to be rarer than one in all.
  const depth = Math.max(1, Math.log10(1 + peers))
  const y = (share: number) => Math.min(1, -Math.log10(share) / depth)
  const bare = points.map(each => ({ x: x(each.value), y: y(each.share) }))
  const steps = Array.from({ length: Math.floor(depth) }, (_, at) => ({
    exponent: at + 1,
    y: (at + 1) / depth,
  }))
  return {
    curve: [{ x: 0, y: 0 }, { x: bare[0]!.x, y: 0 }, ...bare],
    here: { x: x(value), y: y(rarity) },
    steps,
  }
}
