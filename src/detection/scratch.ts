/**
 * Arrays that are used over and over, so that a walk allocates nothing: memory that was just touched is fast, and fresh
 * memory is not. What is taken is not cleared, and holds until the next `reset`.
 */
export interface Scratch {
  float64(length: number): Float64Array
  uint32(length: number): Uint32Array
  reset(): void
}

export function makeScratch(): Scratch {
  const doubles: Float64Array[] = []
  const words: Uint32Array[] = []
  let doublesTaken = 0
  let wordsTaken = 0
  return {
    float64(length) {
      const place = doublesTaken++
      let array = doubles[place]
      if (array === undefined || array.length < length)
        doubles[place] = array = new Float64Array(room(length))
      return array.subarray(0, length)
    },
    uint32(length) {
      const place = wordsTaken++
      let array = words[place]
      if (array === undefined || array.length < length) words[place] = array = new Uint32Array(room(length))
      return array.subarray(0, length)
    },
    reset() {
      doublesTaken = 0
      wordsTaken = 0
    },
  }
}

/** Powers of two, so that growing a little at a time does not allocate each time. */
function room(length: number): number {
  return 2 ** Math.max(10, Math.ceil(Math.log2(length)))
}
