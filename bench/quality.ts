import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { tableNames } from '../src/domain/tables.ts'
import type { EvaluationLine } from '../src/evaluation/line.ts'
import { type About, lineOf } from '../src/evaluation/words.ts'
import { type Bench, median } from './result.ts'

const lapwing = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const months = 12
/** What the rules that were published say is the baseline; the others are printed beside it. */
const baseline = 'published rules'

/**
 * How well the alerts of the reference pack find what was planted in invented institutions, against other detectors. For each
 * seed: an institution is invented, imported, calibrated, looked through and evaluated, with the commands that a person would
 * use. The budget is one alert in so many customers (`--one-alert-in`), for detection and evaluation alike.
 */
export async function quality(bench: Bench): Promise<void> {
  const { say, options, seeds, world } = bench
  const customers = options.customers!
  const alerts = Math.max(1, Math.round(customers / options['one-alert-in']!))
  const evaluated: { readonly seed: number; readonly lines: readonly EvaluationLine[] }[] = []
  for (const seed of seeds) {
    const folder = mkdtempSync(join(tmpdir(), 'lapwing-quality-'))
    try {
      say(`seed ${seed}: an institution of ${customers} customers, ${alerts} alerts`)
      evaluated.push({ seed, lines: await runOnce(folder, { seed, customers, alerts, world }) })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    report(bench, `seed ${seed}`, [evaluated.at(-1)!.lines], alerts)
  }
  if (evaluated.length > 1) {
    const all = evaluated.map(({ lines }) => lines)
    report(bench, `median of seeds ${seeds.join(' ')}`, all, alerts)
  }
}

interface Institution {
  readonly seed: number
  readonly customers: number
  readonly alerts: number
  /** Further words for `lapwing world`. */
  readonly world: readonly string[]
}

async function runOnce(
  folder: string,
  { seed, customers, alerts, world }: Institution,
): Promise<EvaluationLine[]> {
  const [files, data] = ['world', 'data'].map(name => join(folder, name))
  mkdirSync(data!)
  const common = ['--data', data!, '--json']
  await run('world', '--out', files!, '--format', 'parquet', '--json', '--seed', String(seed), '--customers', String(customers), '--months', String(months), ...world) // biome-ignore format: one command
  const tables = tableNames
    .map(table => [`--${table}`, join(files!, `${table}.parquet`)])
    .filter(([, path]) => existsSync(path!))
  await run('import', ...tables.flat(), ...common)
  await run('calibrate', '--budget', String(alerts / months), ...common)
  await run('detect', ...common)
  const truth = ['--truth', join(files!, 'truth.csv'), '--budget', String(alerts), '--seed', String(seed)]
  const out = await run('evaluate', '--baselines', ...truth, ...common)
  return out.map(line => JSON.parse(line) as EvaluationLine)
}

/** @throws Error with what the command said when it ends with another code than 0 */
async function run(...words: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [lapwing, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  if (code === 0) return out.split('\n').filter(line => line !== '')
  throw new Error(`lapwing ${words[0]} ended with ${code}:\n${error.trim()}`)
}

/** Figures of one seed, or the medians over several. */
function report(
  bench: Bench,
  name: string,
  evaluated: readonly (readonly EvaluationLine[])[],
  alerts: number,
): void {
  const figure = (measure: EvaluationLine['measure'], about: About) => {
    const found = evaluated.flatMap(lines => lineOf(lines, measure, about) ?? [])
    if (found.length === 0) return undefined
    return { value: median(found.map(line => line.value)), n: found.reduce((sum, line) => sum + line.n, 0) }
  }
  const add = (
    what: string,
    unit: string,
    own: ReturnType<typeof figure>,
    other: ReturnType<typeof figure>,
    detector: string,
  ) => {
    if (own === undefined) return
    bench.report({
      name: `${what}, ${name}`,
      value: own.value,
      unit,
      baseline_name: other === undefined ? null : detector,
      baseline_value: other?.value ?? null,
      ratio: other === undefined || other.value === 0 ? null : own.value / other.value,
      n: own.n,
    })
  }
  const all = evaluated.flat()
  const others = [...new Set(all.flatMap(({ detector }) => detector ?? []))].filter(
    each => each !== 'Lapwing',
  )
  const budget = alerts
  for (const [measure, unit, of] of [
    ['recall', 'of the true subjects', { budget }],
    ['precision', 'of the alerts', { budget }],
    ['average_precision', 'mean precision', {}],
  ] as const) {
    for (const detector of others) {
      const [own, other] = ['Lapwing', detector].map(each => figure(measure, { ...of, detector: each }))
      add(
        `${measure.replace('_', ' ')}${'budget' in of ? ` at ${alerts} alerts` : ''}`,
        unit,
        own,
        other,
        detector,
      )
    }
  }
  for (const detector of others) {
    const ratio = figure('precision_ratio_at_same_recall', { detector, budget })
    if (ratio === undefined) continue
    const what = detector === baseline ? 'precision against published rules' : `precision against ${detector}`
    add(`${what} at the same recall`, 'times', ratio, undefined, detector)
  }
  add('days to the alert, median', 'days', figure('median_days_to_alert', {}), undefined, '')
  add('payments to the alert, median', 'payments', figure('median_payments_to_alert', {}), undefined, '')
}
