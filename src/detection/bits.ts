/** The places of the bits that are set, 0 to 31, lowest first. */
export function bitsInWord(word: number): number[] {
  const bits: number[] = []
  for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) bits.push(bit)
  return bits
}

/**
 * Turns each square of 32 words over its diagonal, in place: bit b of word w becomes bit w of word b. By halves of halves
 * (H. S. Warren, Hacker's Delight, 2nd edition, section 7-3). The length is a multiple of 32.
 */
export function transposeBits(words: Uint32Array): void {
  for (let start = 0; start < words.length; start += 32) {
    for (let half = 16, mask = 0x0000ffff; half > 0; half >>>= 1, mask ^= mask << half) {
      for (let k = 0; k < 32; k = (k + half + 1) & ~half) {
        const low = start + k
        const high = low + half
        const swapped = ((words[low]! >>> half) ^ words[high]!) & mask
        words[low]! ^= swapped << half
        words[high]! ^= swapped
      }
    }
  }
}
