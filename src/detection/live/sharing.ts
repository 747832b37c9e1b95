import type { Row } from '../../domain/tables.ts'
import { sharersMax } from '../links.ts'

/** Which customers have an identifier (an e-mail address, a phone number) in common, as identifiers come. */
export interface Sharing {
  add(rows: readonly Row<'identifiers'>[]): void
  /** How many other known customers share one with a customer; NaN as long as no identifier is known of anybody. */
  othersOf(customer: string): number
}

export function openSharing(isKnown: (customer: string) => boolean): Sharing {
  const customersOf = new Map<string, Set<string>>()
  const identifiersOf = new Map<string, Set<string>>()
  return {
    add(rows) {
      for (const { customer_id, type, value } of rows) {
        const identifier = `${type} ${value}`
        addTo(customersOf, identifier, customer_id)
        addTo(identifiersOf, customer_id, identifier)
      }
    },
    othersOf(customer) {
      if (customersOf.size === 0) return Number.NaN
      const others = new Set<string>()
      for (const identifier of identifiersOf.get(customer) ?? []) {
        const known = [...customersOf.get(identifier)!].filter(isKnown)
        // A placeholder that many have says nothing.
        if (known.length <= sharersMax) for (const other of known) others.add(other)
      }
      others.delete(customer)
      return others.size
    },
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([value]))
  else set.add(value)
}
