import { openBook } from '../../book/book.ts'
import { groupColumns } from '../../detection/alert-groups.ts'
import { type BackTestWork, backTest } from '../../detection/back-test.ts'
import { endOf, historyFor, monthsBefore, threadsFor } from '../../detection/fromBook.ts'
import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { approvedFolder } from '../../typology/approved.ts'
import { readFolder } from '../../typology/folder.ts'
import { readPacks } from '../../typology/packs.ts'
import { describeProblem } from '../../typology/problem.ts'
import { budgetOf } from '../calibrationFile.ts'
import { plansInUse } from '../weightsFile.ts'
import type { BackTestResult } from './backTestResult.ts'

/** Cards as they are and as they are to be; texts of own cards by card. */
export interface TextsToCompare {
  readonly before: ReadonlyMap<string, string>
  readonly after: ReadonlyMap<string, string>
  /** How many changes were approved so far. */
  readonly changes: number
}

export interface BackTestAsked {
  readonly card: string
  /** Of the draft's text. */
  readonly number: number
  readonly texts: TextsToCompare
  /** Keeps the result; the back-test is done only then. */
  readonly keep: (result: BackTestResult) => Promise<unknown>
}

/** A year, so that each season is in it and groups have more than a few alerts. */
const monthsCompared = 12

/** Where a back-test stands. */
export interface BackTestState {
  readonly card: string
  readonly number: number
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly step: string
  /** Of the step, 0 to 1. */
  readonly fraction: number
  /** What went wrong, and what to do. */
  readonly problem: { readonly detail: string; readonly remedy: string | null } | null
}

/** The back-tests of a server: one at a time, so that it goes on answering. */
export interface BackTests {
  /** @throws LapwingError `back-test-runs` while another does */
  start(asked: BackTestAsked): BackTestState
  /** The last of a card since the server was started. */
  of(card: string): BackTestState | undefined
  /** Nothing of it is kept. Whether one ran. */
  cancel(card: string): boolean
  /** Ends what runs. */
  close(): Promise<void>
}

export interface BackTestPlace {
  readonly data: string
  readonly packDirectory: string
  readonly overlay: string | undefined
  readonly passphrase: string | undefined
}

export function openBackTests(place: BackTestPlace): BackTests {
  const states = new Map<string, BackTestState>()
  let running:
    | { readonly card: string; readonly stop: AbortController; readonly ended: Promise<void> }
    | undefined

  async function run({ card, texts, keep }: BackTestAsked, signal: AbortSignal): Promise<void> {
    const tell = (change: Partial<BackTestState>) => states.set(card, { ...states.get(card)!, ...change })
    try {
      const { work, since, until } = await workFor(place, texts)
      const result = await backTest(work, { signal, onStep: (step, fraction) => tell({ step, fraction }) })
      signal.throwIfAborted()
      await keep({ ...result, since, until, budget_alerts_per_month: work.budget })
      tell({ state: 'done', fraction: 1 })
    } catch (error) {
      tell(signal.aborted ? { state: 'cancelled' } : { state: 'failed', problem: problemOf(error) })
    } finally {
      running = undefined
    }
  }

  return {
    start(asked) {
      const { card, number } = asked
      if (running !== undefined) {
        throw new LapwingError('back-test-runs', `A back-test of "${running.card}" is running.`, {
          place: 'card',
          remedy: 'Wait until it is done, or cancel it.',
        })
      }
      const state: BackTestState = {
        card,
        number,
        state: 'running',
        step: 'Reading the book',
        fraction: 0,
        problem: null,
      }
      states.set(card, state)
      const stop = new AbortController()
      running = { card, stop, ended: run(asked, stop.signal) }
      return state
    },
    of: card => states.get(card),
    cancel(card) {
      if (running?.card !== card) return false
      running.stop.abort()
      return true
    },
    async close() {
      running?.stop.abort()
      await running?.ended
    },
  }
}

/** The last year of the book, for the budget that it was calibrated for, with the overlay and weights that are in use. */
async function workFor(
  { data, packDirectory, overlay, passphrase }: BackTestPlace,
  { before, after, changes }: TextsToCompare,
): Promise<{ readonly work: BackTestWork; readonly since: string; readonly until: string }> {
  const published = await readFolder(packDirectory)
  const plansWith = async (texts: ReadonlyMap<string, string>) => {
    const approved = texts.size === 0 ? undefined : approvedFolder(texts, changes, published)
    const { plans, problems } = await readPacks([packDirectory], overlay, { passphrase, approved })
    const missing = [...texts.keys()].find(card => !plans.some(plan => plan.card === card && plan.inPlaceOf))
    if (missing === undefined) return plansInUse(plans, data, undefined)
    throw new LapwingError('card-invalid', `The own version of "${missing}" cannot be used.`, {
      remedy: problems.map(describeProblem).join('; '),
    })
  }
  const [from, to] = [await plansWith(before), await plansWith(after)]
  const budget = await budgetOf(data)
  const book = await openBook(data)
  try {
    const until = await endOf(book)
    const period = { from: monthsBefore(until, monthsCompared), until }
    const history = await historyFor(book, [...from, ...to], until, groupColumns)
    const work = { history, from, to, budget, period, threads: threadsFor(undefined, history) }
    return { work, since: formatInstant(period.from), until: formatInstant(until) }
  } finally {
    book.close()
  }
}

/** What was not expected says nothing of its inside. */
function problemOf(error: unknown): NonNullable<BackTestState['problem']> {
  if (error instanceof LapwingError) return { detail: error.message, remedy: error.remedy ?? null }
  return { detail: 'Something went wrong that was not expected.', remedy: null }
}
