import type { History } from '../book/history.ts'
import { countryName } from '../domain/countries.ts'
import type { Alert } from './alert.ts'
import { bindField } from './fields.ts'

/** The groups that a change is looked at by: whether it falls on some people more than on others. */
export interface AlertGroups {
  /** Age of the customer at the payment that raised the alert. */
  readonly age: string
  /** How long a customer then. */
  readonly since: string
  /** Country of the other side in most payments of the alert that are shown. */
  readonly corridor: string
}

/** Columns of payments that the groups are read from. */
export const groupColumns = ['counterparty_country'] as const

/**
 * The groups of alerts; `placeOf` tells where in the history a payment of an alert stands. A payee is no customer and has no age
 * here.
 */
export function groupsOfAlerts(
  history: History,
  placeOf: (paymentId: string) => number | undefined,
): (alert: Alert) => AlertGroups {
  const readers = [bindField(history, 'age_band'), bindField(history, 'tenure_band')].map(field => {
    return (place: number) => {
      if (field.type !== 'text') return ''
      const out = new Uint32Array(1)
      field.fill(Uint32Array.of(place), out)
      return field.dictionary[out[0]!]!
    }
  })
  return alert => {
    const place = placeOf(alert.payment_id)
    const [age, since] = readers.map(read => {
      if (alert.subject_kind === 'counterparty') return 'payees'
      return (place === undefined ? '' : read(place)) || 'unknown'
    })
    return { age: age!, since: since!, corridor: corridorOf(history, alert, placeOf) }
  }
}

function corridorOf(
  history: History,
  alert: Alert,
  placeOf: (paymentId: string) => number | undefined,
): string {
  const column = history.payments.counterparty_country
  if (column?.kind !== 'text') return 'unknown'
  const ids = new Set([alert.payment_id, ...alert.reasons.flatMap(({ payment_ids }) => payment_ids)])
  const counts = new Map<string, number>()
  for (const id of ids) {
    const place = placeOf(id)
    if (place === undefined) continue
    const country = column.dictionary[column.codes[place]!]!
    counts.set(country, (counts.get(country) ?? 0) + 1)
  }
  const [most = ''] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? []
  return most === '' ? 'unknown' : countryName(most)
}
