import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Book, openBook } from '../book/book.ts'
import { readCalibration } from '../casework/calibrationFile.ts'
import type { Alert } from '../detection/alert.ts'
import { alertsOf, type Budget, usualShares } from '../evaluation/budgets.ts'
import { delaysOf } from '../evaluation/delay.ts'
import { evaluate } from '../evaluation/evaluate.ts'
import type { Evaluation, Missing } from '../evaluation/evaluation.ts'
import { readGroups } from '../evaluation/groups.ts'
import { patternPayments } from '../evaluation/pattern.ts'
import { type Population, readPopulation } from '../evaluation/population.ts'
import type { TruthRow } from '../evaluation/truth.ts'
import type { Plan } from '../typology/plan.ts'
import { substream } from '../world/random.ts'
import { wrongUse } from './arguments.ts'
import { compareDetectors } from './comparison.ts'

export interface Evaluating {
  readonly data: string
  readonly truth: readonly TruthRow[]
  readonly alerts: readonly Alert[]
  readonly budgets: readonly Budget[]
  readonly groups: string | undefined
  readonly plans: readonly Plan[]
  /** Whether other detectors are asked too. */
  readonly baselines: boolean
  readonly python: string
  readonly threads: number | undefined
  readonly seed: number
  readonly resamples: number
  readonly onProgress: (fraction: number) => void
}

/** Evaluates alerts with what the data folder knows of the subjects; without a book in it, from the alerts and the truth alone. */
export async function evaluateAll(given: Evaluating): Promise<Evaluation> {
  if (!existsSync(join(given.data, 'book.duckdb'))) {
    if (given.groups !== undefined) throw wrongUse('--groups needs the book.', bookRemedy)
    if (given.baselines) throw wrongUse('Other detectors need the book.', bookRemedy)
    return evaluateWith(given, undefined)
  }
  const book = await openBook(given.data)
  try {
    return await evaluateWith(given, book)
  } finally {
    book.close()
  }
}

const bookRemedy = 'Name the data folder that the alerts came from with --data.'

async function evaluateWith(given: Evaluating, book: Book | undefined): Promise<Evaluation> {
  const { truth, alerts, plans, seed, resamples } = given
  const population = book === undefined ? undefined : await populationOf(book, given.groups)
  const customers = population?.subjects.customer
  const budgets = budgetsOf(given.budgets, customers, alerts.length)
  const delays = delaysOf(truth, alerts)
  const homeCurrency = alerts[0]?.home_currency ?? 'XXX'
  const paymentsOf = book === undefined ? undefined : await patternPayments(book, plans, delays, homeCurrency)
  const resampling = (...path: string[]) => ({ random: substream(seed, 'evaluate', ...path), resamples })
  const lines = evaluate({
    alerts,
    truth,
    budgets,
    resampling: resampling(),
    ...(population === undefined ? {} : { population }),
    ...(paymentsOf === undefined ? {} : { paymentsOf }),
  })
  const comparison =
    book === undefined || !given.baselines
      ? undefined
      : await compareDetectors({
          ...given,
          book,
          budgets,
          calibration: await readCalibration(given.data),
          resampling: resampling('comparison'),
        })
  return {
    lines: [...lines, ...(comparison?.compared.lines ?? [])],
    budgets,
    delays,
    compared: comparison?.compared,
    missing: [
      ...missingWithoutBook(book),
      ...unknownSubjects(truth, population),
      ...(comparison?.missing ?? []),
    ],
    about: { alerts: alerts.length, trueSubjects: truth.length, customers, seed, resamples },
  }
}

async function populationOf(book: Book, groups: string | undefined): Promise<Population> {
  const population = await readPopulation(book)
  if (groups === undefined) return population
  const customers = population.groupings[0]!.groupOf.keys()
  return { ...population, groupings: [...population.groupings, ...(await readGroups(groups, customers))] }
}

function budgetsOf(budgets: readonly Budget[], customers: number | undefined, alerts: number): number[] {
  const all = Math.max(1, alerts)
  if (budgets.length === 0) {
    return customers === undefined ? [all] : alertsOf([...usualShares, { alerts: all }], customers)
  }
  if (customers === undefined && budgets.some(budget => 'share' in budget))
    throw wrongUse('A budget as a share of customers needs the book.', bookRemedy)
  return alertsOf(budgets, customers ?? 0)
}

function missingWithoutBook(book: Book | undefined): Missing[] {
  if (book !== undefined) return []
  return [
    {
      what: 'lift, payments to the alert, figures by group',
      reason: 'there is no book in the data folder',
      remedy: 'name the one that the alerts came from with --data',
    },
  ]
}

function unknownSubjects(truth: readonly TruthRow[], population: Population | undefined): Missing[] {
  const known = population?.groupings[0]?.groupOf
  if (known === undefined) return []
  const unknown = truth.filter(row => row.subject_kind === 'customer' && !known.has(row.subject_id))
  if (unknown.length === 0) return []
  return [
    {
      what: `${unknown.length} of ${truth.length} true subjects, which count as not found`,
      reason: 'the book has no such customers',
      remedy: 'evaluate with the truth of this book',
    },
  ]
}
