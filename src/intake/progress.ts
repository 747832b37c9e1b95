import type { DuckDBConnection } from '@duckdb/node-api'

export interface Progress {
  readonly file: string
  /** From 0 to 1 of the whole file; `undefined` while it cannot be told. */
  readonly fraction: number | undefined
  /** Rows read so far. */
  readonly rows: number
  readonly rowsPerSecond: number
  readonly secondsLeft: number | undefined
}

/** Follows one file through the stages of its import; the fraction never goes back. */
export interface Follower {
  /** The stages to come lie between these parts of the whole. */
  stage(from: number, to: number): void
  /** How much of the stage is done, 0 to 1; and how many rows have been read, where that is known. */
  report(fraction: number, rows?: number): void
  /** Runs a statement and reports how far DuckDB says it is. */
  run(connection: DuckDBConnection, sql: string): Promise<void>
}

const pollMillis = 200

/** `now` gives milliseconds on any steady scale. */
export function followFile(
  file: string,
  now: () => number,
  onProgress: ((progress: Progress) => void) | undefined,
): Follower {
  const started = now()
  let lastTold = Number.NEGATIVE_INFINITY
  let done = 0
  let rowsRead = 0
  let from = 0
  let to = 1
  const report = (fraction: number, rows = rowsRead) => {
    done = Math.max(done, from + (to - from) * Math.min(1, Math.max(0, fraction)))
    rowsRead = Math.max(rowsRead, rows)
    const at = now()
    if (onProgress === undefined || at - lastTold < pollMillis) return
    lastTold = at
    const seconds = (at - started) / 1_000
    onProgress({
      file,
      fraction: done === 0 ? undefined : done,
      rows: rowsRead,
      rowsPerSecond: seconds > 0 ? rowsRead / seconds : 0,
      secondsLeft: done > 0.02 ? (seconds * (1 - done)) / done : undefined,
    })
  }
  return {
    stage(nextFrom, nextTo) {
      from = nextFrom
      to = nextTo
    },
    report,
    async run(connection, sql) {
      if (onProgress === undefined) {
        await connection.run(sql)
        return
      }
      const timer = setInterval(() => {
        const { percentage } = connection.progress
        if (percentage > 0) report(percentage / 100)
      }, pollMillis)
      try {
        await connection.run(sql)
      } finally {
        clearInterval(timer)
      }
    },
  }
}
