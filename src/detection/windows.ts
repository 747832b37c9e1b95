import { microsPerDay } from '../domain/time.ts'

/**
 * The inner loops of the kernel: one sliding-window aggregate over runs of payments. Each is a two-pointer pass, so a
 * payment enters a window once and leaves it once, and costs amortised constant time whatever the window.
 *
 * A run holds payments grouped by key (`starts[g] .. starts[g + 1])`), oldest first in each group. Row j is in the window of
 * row i when `j <= i` and `time[j] > time[i] - window`. Results are written to `out`, one a row. Most groups have no payment
 * that a condition is about: their value is known without looking at a row.
 *
 * Each loop has its own frame rather than a shared one that calls back, because the compiler then keeps it free of calls.
 */
export interface Run {
  readonly groups: number
  readonly starts: Uint32Array
  /** Microseconds, ascending in each group. */
  readonly time: Float64Array
}

/** Which rows enter an aggregate: those whose word has the bit. */
export interface Condition {
  readonly word: Uint32Array
  /** For each group, the bits that any of its rows has. */
  readonly any: Uint32Array
  /** 0 to 31. */
  readonly bit: number
}

export function countWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  window: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(0, tail, end)
      continue
    }
    let count = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      while (time[tail]! <= limit) count -= (word[tail++]! >>> bit) & 1
      count += (word[row]! >>> bit) & 1
      out[row] = count
    }
  }
}

/**
 * Payments whose value is unknown (NaN) do not enter. Sums stay whole numbers of minor units, so that adding and taking
 * away leaves no rounding behind.
 */
export function sumWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  values: Float64Array,
  window: number,
  scale: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(0, tail, end)
      continue
    }
    let sum = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        const value = values[tail]!
        if (((word[tail]! >>> bit) & 1) === 1 && !Number.isNaN(value)) sum -= value
      }
      const value = values[row]!
      if (((word[row]! >>> bit) & 1) === 1 && !Number.isNaN(value)) sum += value
      out[row] = sum / scale
    }
  }
}

/** NaN where no payment with a known value is in the window. */
export function meanWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  values: Float64Array,
  window: number,
  scale: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, tail, end)
      continue
    }
    let sum = 0
    let count = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        const value = values[tail]!
        if (((word[tail]! >>> bit) & 1) === 1 && !Number.isNaN(value)) {
          sum -= value
          count--
        }
      }
      const value = values[row]!
      if (((word[row]! >>> bit) & 1) === 1 && !Number.isNaN(value)) {
        sum += value
        count++
      }
      out[row] = count === 0 ? Number.NaN : sum / (count * scale)
    }
  }
}

/**
 * Most extreme value in the window by a monotonic queue: `sign` 1 for the maximum, -1 for the minimum. `queue` is scratch
 * space of at least the longest group.
 */
export function extremeWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  values: Float64Array,
  window: number,
  scale: number,
  sign: 1 | -1,
  queue: Uint32Array,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const start = starts[group]!
    const end = starts[group + 1]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, start, end)
      continue
    }
    let head = 0
    let length = 0
    for (let row = start; row < end; row++) {
      const limit = time[row]! - window
      while (head < length && time[queue[head]!]! <= limit) head++
      const value = sign * values[row]!
      if (((word[row]! >>> bit) & 1) === 1 && !Number.isNaN(value)) {
        while (length > head && sign * values[queue[length - 1]!]! <= value) length--
        queue[length++] = row
      }
      out[row] = head < length ? values[queue[head]!]! / scale : Number.NaN
    }
  }
}

/**
 * Different known codes in the window. `lastSeen` is scratch space, one a code; it holds `base` + row of the latest occurrence,
 * and `base` grows from run to run, so that nothing needs clearing in between. Code 0 is the unknown value.
 */
export function distinctWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  codes: Uint32Array,
  window: number,
  lastSeen: Float64Array,
  base: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(0, tail, end)
      continue
    }
    let distinct = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        const code = codes[tail]!
        if (((word[tail]! >>> bit) & 1) === 1 && code !== 0 && lastSeen[code] === base + tail) distinct--
      }
      const code = codes[row]!
      if (((word[row]! >>> bit) & 1) === 1 && code !== 0) {
        if (lastSeen[code]! < base + tail) distinct++
        lastSeen[code] = base + row
      }
      out[row] = distinct
    }
  }
}

/** Days since the earliest passing row in the window. */
export function firstWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  window: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let head = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, head, end)
      continue
    }
    for (let row = head; row < end; row++) {
      const limit = time[row]! - window
      while (head <= row && (time[head]! <= limit || ((word[head]! >>> bit) & 1) === 0)) head++
      out[row] = head <= row ? (time[row]! - time[head]!) / microsPerDay : Number.NaN
    }
  }
}

/** Days since the latest passing row in the window other than the row itself. */
export function lastWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  window: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const start = starts[group]!
    const end = starts[group + 1]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, start, end)
      continue
    }
    let latest = Number.NEGATIVE_INFINITY
    for (let row = start; row < end; row++) {
      const now = time[row]!
      out[row] = latest > now - window ? (now - latest) / microsPerDay : Number.NaN
      if (((word[row]! >>> bit) & 1) === 1) latest = now
    }
  }
}

/** Mean days between neighbouring passing rows in the window; none with fewer than two. */
export function gapWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  window: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let head = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, head, end)
      continue
    }
    let count = 0
    let latest = 0
    for (let row = head; row < end; row++) {
      const limit = time[row]! - window
      if (((word[row]! >>> bit) & 1) === 1) {
        count++
        latest = time[row]!
      }
      for (; head <= row; head++) {
        const passes = (word[head]! >>> bit) & 1
        if (passes === 1 && time[head]! > limit) break
        count -= passes
      }
      out[row] = count < 2 ? Number.NaN : (latest - time[head]!) / (count - 1) / microsPerDay
    }
  }
}

/** Of the passing rows in the window, the part that also passes `whose`. */
export function shareWindow(
  { groups, starts, time }: Run,
  { word, any, bit }: Condition,
  { word: otherWord, bit: otherBit }: Condition,
  window: number,
  out: Float64Array,
): void {
  for (let group = 0; group < groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    if (((any[group]! >>> bit) & 1) === 0) {
      out.fill(Number.NaN, tail, end)
      continue
    }
    let count = 0
    let part = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        const passes = (word[tail]! >>> bit) & 1
        count -= passes
        part -= passes & (otherWord[tail]! >>> otherBit)
      }
      const passes = (word[row]! >>> bit) & 1
      count += passes
      part += passes & (otherWord[row]! >>> otherBit)
      out[row] = count === 0 ? Number.NaN : part / count
    }
  }
}
