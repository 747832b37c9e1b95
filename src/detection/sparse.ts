import { sharedFloat64, sharedInt32 } from '../book/shared-memory.ts'

/**
 * Numbers that only some payments have, in the room of those alone: a bit a payment tells whether it has one, and counting the bits
 * before it tells where (rank over a bit vector: Jacobson 1989, Space-efficient static trees and graphs). On shared memory.
 */
export interface SparseNumbers {
  /** Bit `payment % 32` of entry `payment / 32`. Signed, because bit operations are. */
  readonly has: Int32Array
  /** How many payments before those of each entry have one. */
  readonly before: Int32Array
  /** NaN until a number is set. Where every payment has one, each lies at the payment's own place. */
  readonly values: Float64Array
}

/** `has` as above, of a history with so many payments; see `bitsFor`. */
export function makeSparse(has: Int32Array): SparseNumbers {
  const before = sharedInt32(has.length)
  let count = 0
  for (let entry = 0; entry < has.length; entry++) {
    before[entry] = count
    count += ones(has[entry]!)
  }
  return { has, before, values: sharedFloat64(count).fill(Number.NaN) }
}

/** A bit a payment, all of them 0. */
export function bitsFor(paymentCount: number): Int32Array {
  return sharedInt32(Math.ceil(paymentCount / 32))
}

/** Keeps the values of those payments that have one. */
export function setNumbers(
  { has, before, values }: SparseNumbers,
  payments: Uint32Array,
  given: Float64Array,
): void {
  if (values.length === has.length * 32) {
    for (let i = 0; i < payments.length; i++) values[payments[i]!] = given[i]!
    return
  }
  for (let i = 0; i < payments.length; i++) {
    const payment = payments[i]!
    const bits = has[payment >>> 5]!
    const bit = 1 << (payment & 31)
    if ((bits & bit) !== 0) values[before[payment >>> 5]! + ones(bits & (bit - 1))] = given[i]!
  }
}

/** NaN for payments that have none. */
export function getNumbers(
  { has, before, values }: SparseNumbers,
  payments: Uint32Array,
  out: Float64Array,
): void {
  if (values.length === has.length * 32) {
    for (let i = 0; i < payments.length; i++) out[i] = values[payments[i]!]!
    return
  }
  for (let i = 0; i < payments.length; i++) {
    const payment = payments[i]!
    const bits = has[payment >>> 5]!
    const bit = 1 << (payment & 31)
    out[i] = (bits & bit) === 0 ? Number.NaN : values[before[payment >>> 5]! + ones(bits & (bit - 1))]!
  }
}

/** How many bits of a word are 1 (Warren, Hacker's Delight, chapter 5). */
function ones(word: number): number {
  const pairs = (word - ((word >>> 1) & 0x5555_5555)) | 0
  const fours = ((pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)) | 0
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
