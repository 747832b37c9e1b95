import { sharedFloat32, sharedFloat64 } from './shared-memory.ts'

/**
 * A history is the part of the book that detection walks: payments as typed columns in the order of
 * `(booked_at, payment_id)`, and the customers they belong to. Arrays lie on shared memory, so that worker threads
 * read them in place.
 */
export interface History {
  /** ISO 4217 code in which `amount_home` is counted. */
  readonly homeCurrency: string
  readonly paymentCount: number
  /** Microseconds since 1970 UTC, ascending; payments of one instant stand in the byte order of their ids. */
  readonly bookedAt: Float64Array
  /** Where the book keeps each payment: what `Book.paymentsAt` takes. */
  readonly places: Uint32Array
  /** Index of the customer of each payment. */
  readonly customer: Uint32Array
  /** By field name, for the fields that were asked for. */
  readonly payments: Readonly<Record<string, Column>>
  /**
   * Columns that detection derives and adds, by name: an earlier payment to which each goes back, as its index plus one; 0 for
   * none. It stands for that payment's time in half the room.
   */
  readonly earlier?: Readonly<Record<string, Uint32Array>>
  readonly customerCount: number
  readonly customerIds: readonly string[]
  readonly customers: Readonly<Record<string, Column>>
  /** Absent where the institution brought no identifiers. */
  readonly sharedIdentifiers?: SharedIdentifiers
  /**
   * By the code of a counterparty that is an account of this institution: `holder`, the index of its customer, and
   * `opened_on`. Empty unless `counterparty` was asked for.
   */
  readonly counterparties: Readonly<Record<string, Column>>
  /** Payments of the book that are not in the history, and why. */
  readonly notEvaluated: readonly NotEvaluated[]
}

/**
 * Identifiers (an e-mail address, a phone number) that two or more customers have: entry i says that customer `customer[i]`
 * has identifier number `group[i]`.
 */
export interface SharedIdentifiers {
  readonly customer: Uint32Array
  readonly group: Uint32Array
}

/** Unknown is NaN. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly values: Numbers
}

/** As narrow as holds every value of the column exactly. */
export type Numbers = Float64Array | Float32Array

/** Room for NaN and for whole numbers from 0 to `most`, on shared memory, all unknown. */
export function makeWholeNumbers(length: number, most: number): Numbers {
  // Whole numbers up to 2^24 are exact in 32 bits (IEEE 754).
  const numbers = most <= 2 ** 24 ? sharedFloat32(length) : sharedFloat64(length)
  return numbers.fill(Number.NaN)
}

/** Each distinct value once; code 0 is the unknown value, whose text is empty. Codes follow the byte order of texts. */
export interface TextColumn {
  readonly kind: 'text'
  readonly codes: Codes
  readonly dictionary: readonly string[]
}

export type Column = NumberColumn | TextColumn

/** As narrow as the dictionary allows: most have few values, and a column that is a quarter as wide is walked the sooner. */
export type Codes = Uint8Array | Uint16Array | Uint32Array

/** Bytes of a code of a dictionary with so many texts, the empty one of code 0 included. */
export function bytesPerCode(texts: number): 1 | 2 | 4 {
  return texts <= 0x100 ? 1 : texts <= 0x1_0000 ? 2 : 4
}

/** Codes on shared memory, all unknown. */
export function makeCodes(length: number, texts: number): Codes {
  const bytes = bytesPerCode(texts)
  const memory = new SharedArrayBuffer(length * bytes)
  return bytes === 1
    ? new Uint8Array(memory)
    : bytes === 2
      ? new Uint16Array(memory)
      : new Uint32Array(memory)
}

export interface NotEvaluated {
  readonly what: string
  readonly count: number
  readonly reason: string
  readonly remedy: string
}
