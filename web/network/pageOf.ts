import type { ChartNode } from './graph.ts'

/** Where a node has a page of its own. */
export function pageOf({ kind, id }: Pick<ChartNode, 'kind' | 'id'>) {
  if (kind === 'customer') return { to: '/customers/$id', params: { id } }
  if (kind === 'counterparty') return { to: '/payees/$id', params: { id } }
  return undefined
}
