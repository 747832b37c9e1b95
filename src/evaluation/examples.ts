import { basename } from 'node:path'
import type { Rows } from '../book/memory.ts'
import type { Alert, CounterReason, Reason } from '../detection/alert.ts'
import type { Example } from '../typology/examples.ts'

/** An example with the pack it comes from: cards of two packs may share a name. */
export interface PackExample extends Example {
  readonly pack: string
}

/** What a card made of an example. */
export interface ExampleResult {
  readonly pack: string
  readonly card: string
  readonly example: string
  readonly file: string
  readonly expected: 'alert' | 'none'
  /** `not evaluated` when the pack has no such card that can be used. */
  readonly found: 'alert' | 'none' | 'not evaluated'
  /** The highest score among its subjects, in bans; `null` where none had evidence that could raise an alert. */
  readonly score_bans: number | null
  /** The score from which alerts are raised; `null` when the budget allows none. */
  readonly cut_bans: number | null
  /** The subject with that score, as the example names it. */
  readonly subject_id: string | null
  /** What counted for that subject, strongest first, and what spoke against. */
  readonly reasons: readonly Pick<Reason, 'indicator' | 'says' | 'family' | 'bans'>[]
  readonly speaks_against: readonly Pick<CounterReason, 'indicator' | 'says' | 'family' | 'bans'>[]
}

export type JudgedAlert = Pick<
  Alert,
  'pack' | 'card' | 'subject_id' | 'score_bans' | 'reasons' | 'speaks_against'
>

/** The rows of all examples, each under ids of its own, so that they can share a book and never meet in it. */
export function rowsOf(examples: readonly PackExample[]): Rows & Required<Pick<Rows, 'sessions'>> {
  return {
    customers: examples.flatMap(example =>
      example.customers.map(row => ({ ...row, customer_id: own(example, row.customer_id) })),
    ),
    accounts: examples.flatMap(example =>
      example.accounts.map(row => ({
        ...row,
        account_id: own(example, row.account_id),
        customer_id: own(example, row.customer_id),
      })),
    ),
    payments: examples.flatMap(example =>
      example.payments.map(row => {
        const { counterparty_id, device_id } = row
        return {
          ...row,
          payment_id: own(example, row.payment_id),
          account_id: own(example, row.account_id),
          ...(counterparty_id === undefined ? {} : { counterparty_id: own(example, counterparty_id) }),
          ...(device_id === undefined ? {} : { device_id: own(example, device_id) }),
        }
      }),
    ),
    sessions: examples.flatMap(example =>
      example.sessions.map(row => ({
        ...row,
        session_id: own(example, row.session_id),
        customer_id: own(example, row.customer_id),
      })),
    ),
  }
}

/** Examples that expect something, apart from those that are only people to compare with. */
export function withoutPeers(examples: readonly PackExample[]): PackExample[] {
  return examples.filter(example => example.expect !== 'peers')
}

/**
 * Holds what was detected in the rows of examples against what they expect: an alert of the example's card on a subject of
 * its own, or none. `alerts` are those of any score, so that a result can say how far it is from the cut.
 *
 * @param cut score in bans from which an alert counts; `null` when none does
 * @param isUsable whether detection looked for a card of a pack
 */
export function judge(
  examples: readonly PackExample[],
  alerts: readonly JudgedAlert[],
  cut: number | null,
  isUsable: (pack: string, card: string) => boolean,
): readonly ExampleResult[] {
  return examples.flatMap(example => {
    const { pack, card, file, expect: expected } = example
    if (expected === 'peers') return []
    const mine = alerts.filter(alert => {
      return alert.pack === pack && alert.card === card && alert.subject_id.startsWith(own(example, ''))
    })
    const [best] = mine.toSorted((one, other) => other.score_bans - one.score_bans)
    const reached = best !== undefined && cut !== null && best.score_bans >= cut
    return {
      pack,
      card,
      example: example.example,
      file,
      expected,
      found: isUsable(pack, card) ? (reached ? 'alert' : 'none') : 'not evaluated',
      score_bans: best?.score_bans ?? null,
      cut_bans: cut,
      subject_id: best?.subject_id.slice(own(example, '').length) ?? null,
      reasons: (best?.reasons ?? []).filter(reason => reason.counted).map(brief),
      speaks_against: (best?.speaks_against ?? []).map(brief),
    }
  })
}

function brief<T extends Pick<Reason, 'indicator' | 'says' | 'family' | 'bans'>>(part: T) {
  const { indicator, says, family, bans } = part
  return { indicator, says, family, bans }
}

function own({ pack, card, file }: PackExample, id: string): string {
  return `${pack}/${card}/${basename(file, '.yaml')}/${id}`
}
