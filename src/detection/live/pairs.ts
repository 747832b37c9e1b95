/** Pairs of whole numbers (0 to 2^32 - 1) numbered as they come, from 1. */
export interface Pairs {
  numberOf(first: number, second: number): number
}

/**
 * A hash table with open addressing on typed arrays: a JavaScript Map would need a text or a double made of both for its key,
 * which costs several times as much.
 */
export function openPairs(): Pairs {
  let firsts = new Uint32Array(512)
  let seconds = new Uint32Array(512)
  let table = new Uint32Array(1_024)
  let count = 0

  function placeOf(first: number, second: number): number {
    let place = hash(first, second) & (table.length - 1)
    for (;;) {
      const number = table[place]!
      if (number === 0 || (firsts[number] === first && seconds[number] === second)) return place
      place = (place + 1) & (table.length - 1)
    }
  }

  function grow(): void {
    firsts = doubled(firsts)
    seconds = doubled(seconds)
    table = new Uint32Array(table.length * 2)
    for (let number = 1; number <= count; number++) table[placeOf(firsts[number]!, seconds[number]!)] = number
  }

  return {
    numberOf(first, second) {
      const place = placeOf(first, second)
      const known = table[place]!
      if (known !== 0) return known
      const number = ++count
      firsts[number] = first
      seconds[number] = second
      table[place] = number
      // At most half of the table is taken, so that searches stay short.
      if (count + 1 === firsts.length) grow()
      return number
    },
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Multiplies and folds, after the finaliser of MurmurHash3 (Appleby, public domain). */
function hash(first: number, second: number): number {
  let bits = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
