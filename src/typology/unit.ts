import { fieldByName } from './fields.ts'
import type { Operation } from './plan.ts'

const counted: Readonly<Record<string, string>> = {
  customer: 'customers',
  counterparty: 'counterparties',
  counterparty_country: 'countries',
  counterparty_institution: 'institutions',
  ip_country: 'countries',
  residence_country: 'countries',
  currency: 'currencies',
  device_id: 'devices',
  local_day: 'days',
  booked_day: 'days',
  product: 'products',
  rail: 'rails',
  merchant_category_code: 'categories',
}

/** The unit of a measure's value. A share is a part from 0 to 1. */
export function measureUnit(operation: Operation, of: string | undefined): string {
  switch (operation) {
    case 'count':
      return 'payments'
    case 'distinct':
      return counted[of ?? ''] ?? 'different values'
    case 'first':
    case 'last':
    case 'gap':
      return 'days'
    case 'share':
      return 'share'
    default:
      return fieldByName.get(of ?? '')?.unit ?? ''
  }
}

/** The unit of one measure over another: `times` where they have the same. */
export function ratioUnit(unit: string, per: string): string {
  return unit === per ? 'times' : `${unit} per ${singular(per)}`
}

function singular(unit: string): string {
  return unit.replace(/ies$/, 'y').replace(/s$/, '')
}
