import type { Hit, HitKind } from '../api/search.ts'

/** Hits by their kind, the kinds in the order of their best. */
export function inGroups(hits: readonly Hit[]): readonly (readonly [HitKind, readonly Hit[]])[] {
  return [...Map.groupBy(hits, hit => hit.kind)]
}

/** Where a hit leads to; a reference to the search for the payment that had it last. */
export function addressOf({ kind, id, label, customer_id }: Hit) {
  switch (kind) {
    case 'case':
      return { to: '/cases/$id', params: { id } }
    case 'alert':
      return { to: '/alerts/$id', params: { id } }
    case 'customer':
      return { to: '/customers/$id', params: { id } }
    case 'payee':
      return { to: '/payees/$id', params: { id } }
    case 'device':
      return { to: '/network', search: { of: `device:${id}` } }
    case 'identifier':
      return { to: '/network', search: { of: `identifier:${id}` } }
    case 'payment':
      return customer_id === null ? undefined : { to: '/customers/$id', params: { id: customer_id } }
    case 'reference':
      return label === null ? undefined : { to: '/search', search: { q: label.replace(/^last on /, '') } }
  }
}
