import type { Alert, Reason } from '../../detection/alert.ts'
import { formatInstant } from '../../domain/time.ts'

/** The day that samples are about, in microseconds since 1970 UTC. */
export const sampleDay = 1_890_000_000_000_000

const reason = (indicator: string, bans: number): Reason => ({
  indicator,
  says: `many payments in ${indicator}`,
  family: 'tempo',
  value: 7,
  unit: 'payments',
  peer_group: 'customers who send to Philippines',
  peers: 839,
  rarity: 0.01,
  bans,
  counted: true,
  payment_count: 2,
  payment_ids: ['P-1', 'P-2'],
  sources: ['guide'],
})

/** An invented finding; `first` and `last` are its payments' times in microseconds since 1970 UTC. */
export function sampleFinding(
  id: string,
  {
    first = sampleDay,
    last = first,
    ...given
  }: Partial<Alert> & { readonly first?: number; readonly last?: number } = {},
): Alert {
  return {
    alert_id: id,
    subject_kind: 'customer',
    subject_id: `C-${id}`,
    role: 'suspected payer',
    typology: 'live-distance-payer',
    card: 'live-distance-payer',
    title: 'Sample pattern',
    pack: 'reference',
    pack_version: '1.0.0',
    score_bans: 4,
    evidence_bans: 4,
    cut_bans: 3,
    raised_at: formatInstant(first),
    payment_id: 'P-1',
    strongest_at: formatInstant(last),
    strongest_payment_id: 'P-2',
    first_payment_at: formatInstant(first),
    last_payment_at: formatInstant(last),
    last_payment_id: 'P-2',
    amount_home: '120.00',
    home_currency: 'AUD',
    payment_count: 2,
    clock: 'suspicion',
    reasons: ['a week', 'a month', 'a night', 'a day'].map((name, at) => reason(name, at + 1)),
    speaks_against: [],
    not_evaluated: [],
    ...given,
  }
}

/** The same of somebody who may be harmed. */
export function sampleVictim(id: string, given: Parameters<typeof sampleFinding>[1] = {}): Alert {
  return sampleFinding(id, {
    role: 'possible victim',
    typology: 'sextortion-victim',
    card: 'sextortion-victim',
    clock: 'protection',
    ...given,
  })
}
