import type { ShownPayment } from '../../casework/payment.ts'
import type { Alert, Reason } from '../../detection/alert.ts'

/** Invented alerts that tests lay out. */

function reason(given: Pick<Reason, 'indicator' | 'says' | 'family' | 'value' | 'unit' | 'bans'>): Reason {
  return {
    ...given,
    peer_group: 'customers who send to Philippines',
    peers: 839,
    rarity: 2 / 840,
    counted: true,
    payment_count: 1,
    payment_ids: ['P-1'],
    sources: ['guide'],
  }
}

export const sampleAlert: Alert = {
  alert_id: 'A-0123456789ab',
  subject_kind: 'customer',
  subject_id: 'C-1042',
  role: 'suspected payer',
  typology: 'live-distance-abuse',
  card: 'live-distance-payer',
  title: 'Live-distance abuse: the buyer',
  pack: 'reference',
  pack_version: '0.1.0',
  score_bans: 4.2,
  evidence_bans: 4.74,
  cut_bans: 1.91,
  raised_at: '2025-02-03T14:03:11Z',
  payment_id: 'P-1',
  strongest_at: '2025-03-09T10:00:00Z',
  strongest_payment_id: 'P-2',
  first_payment_at: '2025-01-03T23:10:00Z',
  last_payment_at: '2025-03-09T10:00:00Z',
  last_payment_id: 'P-2',
  amount_home: '1204.50',
  home_currency: 'AUD',
  payment_count: 14,
  clock: 'suspicion',
  reasons: [
    reason({
      indicator: 'tempo',
      says: '14 payments within 30 days',
      family: 'tempo',
      value: 14,
      unit: 'payments',
      bans: 2.62,
    }),
    reason({
      indicator: 'fan',
      says: '6 payees within 90 days',
      family: 'fan-out',
      value: 6,
      unit: 'payees',
      bans: 2.92,
    }),
  ],
  speaks_against: [
    {
      indicator: 'ties',
      says: 'the customer declared ties to this country',
      family: 'declared ties',
      value: 0.714,
      unit: 'share',
      bans: 0.8,
      payment_ids: [],
      sources: [],
    },
  ],
  not_evaluated: [{ indicator: 'wording', reason: 'the overlay has no term list "cover"' }],
}

export const sampleVictim: Alert = {
  ...sampleAlert,
  alert_id: 'A-ba9876543210',
  subject_id: 'C-77',
  role: 'possible victim',
  title: 'Sextortion of a young customer',
  clock: 'protection',
  score_bans: 2.1,
  evidence_bans: 3.6,
  amount_home: '90.00',
  payment_count: 1,
  first_payment_at: '2025-03-09T10:00:00Z',
  reasons: [
    reason({
      indicator: 'fan',
      says: '3 new payees within 24 hours',
      family: 'fan-out',
      value: 3,
      unit: 'payees',
      bans: 3.6,
    }),
  ],
  speaks_against: [],
  not_evaluated: [],
}

export const samplePayment: ShownPayment = {
  payment_id: 'P-1',
  booked_at: '2025-02-03T14:03:11Z',
  local_time: '2025-02-04 00:03 UTC+10:00',
  direction: 'out',
  status: 'completed',
  rail: 'remittance',
  amount: 'PHP 2,000.00',
  amount_home: 'AUD 52.10',
  home_value: '52.10',
  counterparty: 'Synthetic Reyes',
  counterparty_country: 'Philippines',
  reference_text: 'family',
  marks: ['raised'],
}
