import type { Book } from '../book/book.ts'
import type { NotEvaluated } from '../book/history.ts'
import { absentColumns } from '../detection/absent.ts'
import type { Alert } from '../detection/alert.ts'
import { calibrate } from '../detection/calibrate.ts'
import type { Calibration } from '../detection/calibration.ts'
import { detect } from '../detection/detect.ts'
import { type Drift, driftOf } from '../detection/drift.ts'
import { type CardEvidence, gatherEvidence } from '../detection/fit/cards.ts'
import type { GroupsOf } from '../detection/fit/compare.ts'
import { groupsIn } from '../detection/fit/groups.ts'
import type { Labels } from '../detection/fit/labels.ts'
import { historyFor, idsOf, threadsFor } from '../detection/fromBook.ts'
import { withIntelligence } from '../detection/intelligence/columns.ts'
import type { Tally } from '../detection/intelligence/matcher.ts'
import { openPool, type Pool } from '../detection/pool.ts'
import type { Period } from '../detection/score.ts'
import { notSettled } from '../detection/settling.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Source } from '../typology/pack.ts'
import { readPacks } from '../typology/packs.ts'
import type { Plan } from '../typology/plan.ts'
import { describeProblem, type Problem } from '../typology/problem.ts'
import { nameInBook, type ReadIntelligence, refused, withoutKey } from './intelligence.ts'
import { type Asked, openingOf } from './opening.ts'

/** How the commands reach the kernel: packs to plans, the book to a history, a history to alerts. */

export interface Loaded {
  readonly plans: readonly Plan[]
  readonly sources: Readonly<Record<string, Source>>
  readonly problems: readonly Problem[]
  /** Names of the packs of the institution's own cards, whose content is not to be shown. */
  readonly ownPacks: readonly string[]
}

/** Reads packs, the reference pack when none is named. @throws LapwingError `pack-invalid` when no card is left */
export async function loadPlans(
  directories: readonly string[],
  overlayPath: string | undefined,
  asked: Asked = {},
): Promise<Loaded> {
  const { packs, plans, problems, ownPacks } = await readPacks(
    directories,
    overlayPath,
    await openingOf(asked),
  )
  if (plans.length === 0) {
    throw new LapwingError('pack-invalid', 'No card of these packs can be used.', {
      place: packs.map(({ folder }) => folder.place).join(', '),
      remedy:
        problems.slice(0, 3).map(describeProblem).join('\n  ') ||
        'A pack keeps its cards in a folder "cards".',
    })
  }
  const sources = Object.assign({}, ...packs.map(({ pack }) => pack.sources))
  return { plans, problems, sources, ownPacks }
}

export interface Work {
  readonly book: Book
  readonly plans: readonly Plan[]
  /** Payments booked from then on do not count. Microseconds since 1970 UTC. */
  readonly until: number | undefined
  /** As many as the machine has cores when absent, where there is enough to do for them. */
  readonly threads: number | undefined
  readonly intelligence?: ReadIntelligence | undefined
}

/** What was looked through. */
export interface Covered {
  readonly payments: number
  readonly customers: number
  readonly notEvaluated: readonly NotEvaluated[]
  /** How many values of the book were tested against selectors; empty where none were given. */
  readonly tallies: readonly Tally[]
}

export type Calibrated = Covered & { readonly calibration: Calibration }
export type Detected = Covered & { readonly alerts: readonly Alert[] }

type OnProgress = (fraction: number) => void

/** The book read into memory and the threads that walk it: once for as many looks as one likes. */
export interface Walk {
  readonly pool: Pool
  /** Learns from the book. `budget` is the alerts a month that the institution can work well. */
  calibrate(budget: number, onProgress: OnProgress): Promise<Calibrated>
  /** Compares the month that ends where the walk does with what the calibration was learnt from. */
  drift(calibration: Calibration, month: Period, onProgress: OnProgress): Promise<Drift>
  /** Looks through the book. Alerts are raised at payments from `since` on; measures see everything before. */
  detect(calibration: Calibration, since: number | undefined, onProgress: OnProgress): Promise<Detected>
  /** The evidence on every subject by card, before what was decided about it. */
  evidence(calibration: Calibration, labels: Labels, onProgress: OnProgress): Promise<readonly CardEvidence[]>
  readonly groupsOf: GroupsOf
}

/** @throws LapwingError `empty-book` without payments, `nothing-evaluated` when none belongs to a known customer */
export async function withWalk<T>(
  { book, plans, until, threads, intelligence }: Work,
  use: (walk: Walk) => Promise<T>,
): Promise<T> {
  const named = intelligence === undefined ? undefined : await nameInBook(book, intelligence)
  const scanned = await historyFor(book, plans, until, named === undefined ? [] : ['counterparty'])
  const history = named === undefined ? scanned : withIntelligence(scanned, named)
  const pool = openPool(history, plans, threadsFor(threads, history))
  const { paymentCount: payments, customerCount: customers } = history
  const tallies = named?.tallies ?? []
  const notEvaluated = [
    ...history.notEvaluated,
    ...notSettled(history),
    ...absentColumns(history, plans),
    ...(intelligence === undefined ? [] : refused(intelligence)),
    ...(named === undefined ? [] : withoutKey(named)),
  ]
  try {
    return await use({
      pool,
      async calibrate(budget, onProgress) {
        return {
          calibration: await calibrate(pool, { budget, onProgress }),
          payments,
          customers,
          notEvaluated,
          tallies,
        }
      },
      drift: (calibration, month, onProgress) => driftOf(pool, calibration, month, onProgress),
      async detect(calibration, since, onProgress) {
        const alerts = await detect(pool, calibration, {
          raisedIn: { from: since ?? Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
          paymentIds: payments => idsOf(book, history, payments),
          named,
          onProgress,
        })
        return { alerts, payments, customers, notEvaluated, tallies }
      },
      evidence: (calibration, labels, onProgress) =>
        gatherEvidence(pool, calibration, labels, until ?? Number.POSITIVE_INFINITY, onProgress),
      groupsOf: groupsIn(history),
    })
  } finally {
    await pool.close()
  }
}
