import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBook } from '../book/book.ts'
import type { PaymentRecord } from '../book/evidence.ts'
import type { NotEvaluated } from '../book/history.ts'
import type { Alert } from '../detection/alert.ts'
import type { CardCoverage } from '../detection/coverage.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Source } from '../typology/pack.ts'
import { keepAlertedPayments, paymentIdsOf, type ReadPayments } from './alertedPayments.ts'

/** What one look through the book left behind. */
export interface Findings {
  /** Best first. */
  readonly alerts: readonly Alert[]
  readonly notEvaluated: readonly NotEvaluated[]
  /** The publications that the alerts' sources stand for, by their short names. */
  readonly sources: Readonly<Record<string, Source>>
}

const alertsFile = 'alerts.jsonl'
const notEvaluatedFile = 'not-evaluated.jsonl'
const sourcesFile = 'sources.json'
const coverageFile = 'coverage.jsonl'

/** Where a data folder keeps its alerts; written last of the findings, so that all are there when it is. */
export function alertsPlace(data: string): string {
  return join(data, alertsFile)
}

/**
 * Replaces the findings kept in a data folder, with their payments as the book has them now. Each file is replaced whole, never left
 * half-written.
 */
export async function keepFindings(
  data: string,
  findings: Findings,
  readPayments: ReadPayments,
): Promise<void> {
  await keepAlertedPayments(data, findings.alerts, readPayments)
  await replace(join(data, notEvaluatedFile), findings.notEvaluated)
  await replace(join(data, sourcesFile), [findings.sources])
  await replace(alertsPlace(data), findings.alerts)
}

/** The findings kept in a data folder. @throws LapwingError `no-alerts` when nothing has been detected there yet */
export async function readFindings(data: string): Promise<Findings> {
  const alerts = await lines<Alert>(alertsPlace(data))
  if (alerts === undefined) {
    throw new LapwingError('no-alerts', 'No detection has run on this data yet.', {
      place: data,
      remedy: 'Run "lapwing detect", or "lapwing start" for the example.',
    })
  }
  const [notEvaluated, sources] = await Promise.all([readNotEvaluated(data), readSources(data)])
  return { alerts, notEvaluated, sources }
}

/** How many alerts of each card the last run raised, and when the file of them was written, in microseconds since 1970 UTC. @throws LapwingError `no-alerts` */
export async function countFindings(data: string) {
  const { alerts } = await readFindings(data)
  const { mtimeMs } = await stat(alertsPlace(data))
  const counts = new Map<string, number>()
  for (const { card } of alerts) counts.set(card, (counts.get(card) ?? 0) + 1)
  return { foundAt: Math.floor(mtimeMs) * 1_000, counts }
}

/** What the last run could not evaluate, alone; nothing where there was no run yet. */
export async function readNotEvaluated(data: string): Promise<readonly NotEvaluated[]> {
  return (await lines<NotEvaluated>(join(data, notEvaluatedFile))) ?? []
}

/** The publications alone; none where nothing has been detected yet. */
export async function readSources(data: string): Promise<Findings['sources']> {
  const [sources = {}] = (await lines<Findings['sources']>(join(data, sourcesFile))) ?? []
  return sources
}

/** Replaces what is known of how far the book can show the typologies. */
export function keepCoverage(data: string, cards: readonly CardCoverage[]): Promise<void> {
  return replace(join(data, coverageFile), cards)
}

/** Whether anybody has looked yet. */
export async function hasCoverage(data: string): Promise<boolean> {
  return (await lines<CardCoverage>(join(data, coverageFile))) !== undefined
}

/** What `lapwing coverage` last found of the data folder. @throws LapwingError `no-coverage` */
export async function readCoverageOf(data: string): Promise<readonly CardCoverage[]> {
  const cards = await lines<CardCoverage>(join(data, coverageFile))
  if (cards !== undefined) return cards
  throw new LapwingError('no-coverage', 'Nobody has looked yet at what the book can show.', {
    remedy: 'Run "lapwing coverage".',
  })
}

/** Alerts from a file that "lapwing detect --json" wrote. @throws LapwingError `no-file`, `damaged-file` */
export async function readAlertFile(path: string): Promise<readonly Alert[]> {
  const alerts = await lines<Alert>(path)
  if (alerts !== undefined) return alerts
  throw new LapwingError('no-file', 'There is no such file.', {
    place: path,
    remedy: 'Name what "lapwing detect --json" wrote.',
  })
}

/** The one alert whose id starts so. @throws LapwingError `unknown-alert`, `ambiguous-alert` */
export function findAlert(alerts: readonly Alert[], prefix: string): Alert {
  const found = alerts.filter(alert => alert.alert_id.startsWith(prefix))
  const exact = found.find(alert => alert.alert_id === prefix)
  if (exact !== undefined) return exact
  if (found.length === 1) return found[0]!
  if (found.length === 0) {
    throw new LapwingError('unknown-alert', `No alert has an id that starts with "${prefix}".`, {
      remedy: '"lapwing detect" lists the alerts with their ids.',
    })
  }
  const some = found.slice(0, 3).map(alert => alert.alert_id)
  throw new LapwingError('ambiguous-alert', `${found.length} alerts have ids that start with "${prefix}".`, {
    remedy: `Write more of the id: ${some.join(', ')}${found.length > some.length ? ' ...' : '.'}`,
  })
}

/** The alert's payments. The book is open only meanwhile, so that other commands can work on it. */
export async function paymentsOf(data: string, alert: Alert): Promise<readonly PaymentRecord[]> {
  const book = await openBook(data)
  try {
    return await book.paymentsById(paymentIdsOf(alert))
  } finally {
    book.close()
  }
}

/** Replaces a file of JSON Lines whole. */
async function replace(path: string, rows: readonly unknown[]): Promise<void> {
  const unfinished = `${path}.unfinished`
  await writeFile(unfinished, rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  await rename(unfinished, path)
}

async function lines<T>(path: string): Promise<readonly T[] | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return text
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as T)
  } catch (cause) {
    throw new LapwingError('damaged-file', 'The file is not whole JSON Lines.', {
      place: path,
      remedy: '"lapwing detect" writes it anew.',
      cause,
    })
  }
}

/** The publications behind an alert's reasons, each once, as a person cites them. */
export function citationsOf(alert: Alert, sources: Findings['sources']): readonly string[] {
  const names = new Set([...alert.reasons, ...alert.speaks_against].flatMap(reason => reason.sources))
  return [...names].map(name => {
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined
    if (source === undefined) return name
    return `${source.publisher}, ${source.title} (${source.date}), ${source.link}`
  })
}
