import { arch, cpus, totalmem } from 'node:os'
import { table } from '../src/cli/terminal/table.ts'

/** One figure, and what it was compared with in the same run. */
export interface Result {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline_name: string | null
  readonly baseline_value: number | null
  /** How many times better than the baseline: above 1 is faster or smaller. */
  readonly ratio: number | null
  /** How many things were measured or compared: payments, unless the name says otherwise. */
  readonly n: number
  readonly machine: string
}

/** What a benchmark is given: it reports each figure when it has it, and says what it is doing meanwhile. */
export interface Bench {
  report(result: Omit<Result, 'machine'>): void
  say(progress: string): void
  /** Whole numbers by option name, such as `customers`. */
  readonly options: Readonly<Record<string, number>>
  /** Of the invented institutions, where there are several. */
  readonly seeds: readonly number[]
  /** Folder of a set that others made. */
  readonly dataFrom: string
  /** Options that are handed to `lapwing world` as they were given. */
  readonly world: readonly string[]
}

export const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${arch()}, Node ${process.versions.node}`

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The smallest value that a share of all (0 to 1) do not exceed. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

export function resultsTable(results: readonly Result[], width: number): readonly string[] {
  const columns = [
    { title: 'what', columnsMin: 16 },
    { title: 'value', align: 'right' as const },
    { title: 'unit' },
    { title: 'compared with', columnsMin: 16 },
    { title: 'its value', align: 'right' as const },
    { title: 'times better', align: 'right' as const },
  ]
  const rows = results.map(({ name, value, unit, baseline_name, baseline_value, ratio }) => [
    name,
    figure(value),
    unit,
    baseline_name ?? '',
    baseline_value === null ? '' : figure(baseline_value),
    ratio === null ? '' : figure(ratio),
  ])
  return table(columns, rows, { width })
}

/** Three digits, and no fractions above a thousand. */
const figure = (value: number): string =>
  value.toLocaleString(
    'en-US',
    Math.abs(value) < 1_000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  )
