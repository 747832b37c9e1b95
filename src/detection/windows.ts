import { microsPerDay } from '../domain/time.ts'

/**
 * The inner loops of the kernel: one sliding-window aggregate over runs of payments. Each is a two-pointer pass, so a
 * payment enters a window once and leaves it once, and costs amortised constant time whatever the window.
 *
 * A run holds payments grouped by key (`starts[g] .. starts[g + 1])`), oldest first in each group. Row j is in the window of
 * row i when `j <= i` and `time[j] > time[i] - window`. Results are written to `out`, one a row.
 */
export interface Run {
  readonly groups: number
  readonly starts: Uint32Array
  /** Microseconds, ascending in each group. */
  readonly time: Float64Array
  /** 1 where the row enters the aggregate. */
  readonly pass: Uint8Array
}

export function countWindow(run: Run, window: number, out: Float64Array): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    let count = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      while (time[tail]! <= limit) count -= pass[tail++]!
      count += pass[row]!
      out[row] = count
    }
  }
}

/** Sums stay whole numbers of minor units, so that adding and taking away leaves no rounding behind. */
export function sumWindow(
  run: Run,
  values: Float64Array,
  window: number,
  scale: number,
  out: Float64Array,
): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    let sum = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) if (pass[tail] === 1) sum -= values[tail]!
      if (pass[row] === 1) sum += values[row]!
      out[row] = sum / scale
    }
  }
}

export function meanWindow(
  run: Run,
  values: Float64Array,
  window: number,
  scale: number,
  out: Float64Array,
): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    let sum = 0
    let count = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        if (pass[tail] === 0) continue
        sum -= values[tail]!
        count--
      }
      if (pass[row] === 1) {
        sum += values[row]!
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
  run: Run,
  values: Float64Array,
  window: number,
  scale: number,
  sign: 1 | -1,
  queue: Uint32Array,
  out: Float64Array,
): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let head = 0
    let length = 0
    for (let row = starts[group]!; row < end; row++) {
      const limit = time[row]! - window
      while (head < length && time[queue[head]!]! <= limit) head++
      if (pass[row] === 1) {
        const value = sign * values[row]!
        while (length > head && sign * values[queue[length - 1]!]! <= value) length--
        queue[length++] = row
      }
      out[row] = head < length ? values[queue[head]!]! / scale : Number.NaN
    }
  }
}

/**
 * Different codes in the window. `lastSeen` is scratch space, one a code; it holds `base` + row of the latest occurrence,
 * and `base` grows from run to run, so that nothing needs clearing in between. Codes that do not pass are not counted.
 */
export function distinctWindow(
  run: Run,
  codes: Uint32Array,
  window: number,
  lastSeen: Float64Array,
  base: number,
  out: Float64Array,
): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    let distinct = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        if (pass[tail] === 1 && lastSeen[codes[tail]!] === base + tail) distinct--
      }
      if (pass[row] === 1) {
        const code = codes[row]!
        if (lastSeen[code]! < base + tail) distinct++
        lastSeen[code] = base + row
      }
      out[row] = distinct
    }
  }
}

/** Days since the earliest passing row in the window. */
export function firstWindow(run: Run, window: number, out: Float64Array): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let head = starts[group]!
    for (let row = head; row < end; row++) {
      const limit = time[row]! - window
      while (head <= row && (time[head]! <= limit || pass[head] === 0)) head++
      out[row] = head <= row ? (time[row]! - time[head]!) / microsPerDay : Number.NaN
    }
  }
}

/** Days since the latest passing row in the window other than the row itself. */
export function lastWindow(run: Run, window: number, out: Float64Array): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let latest = Number.NEGATIVE_INFINITY
    for (let row = starts[group]!; row < end; row++) {
      const now = time[row]!
      out[row] = latest > now - window ? (now - latest) / microsPerDay : Number.NaN
      if (pass[row] === 1) latest = now
    }
  }
}

/** Mean days between neighbouring passing rows in the window; none with fewer than two. */
export function gapWindow(run: Run, window: number, out: Float64Array): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let head = starts[group]!
    let count = 0
    let latest = 0
    for (let row = head; row < end; row++) {
      const limit = time[row]! - window
      if (pass[row] === 1) {
        count++
        latest = time[row]!
      }
      for (; head <= row && (time[head]! <= limit || pass[head] === 0); head++) count -= pass[head]!
      out[row] = count < 2 ? Number.NaN : (latest - time[head]!) / (count - 1) / microsPerDay
    }
  }
}

/** Of the passing rows in the window, the part that also passes `whose`. */
export function shareWindow(run: Run, whose: Uint8Array, window: number, out: Float64Array): void {
  const { starts, time, pass } = run
  for (let group = 0; group < run.groups; group++) {
    const end = starts[group + 1]!
    let tail = starts[group]!
    let count = 0
    let part = 0
    for (let row = tail; row < end; row++) {
      const limit = time[row]! - window
      for (; time[tail]! <= limit; tail++) {
        count -= pass[tail]!
        part -= pass[tail]! & whose[tail]!
      }
      count += pass[row]!
      part += pass[row]! & whose[row]!
      out[row] = count === 0 ? Number.NaN : part / count
    }
  }
}
