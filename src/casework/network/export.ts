import { defineOperation, type Work } from '../../access/operation.ts'
import { type NodeName, nodeKey } from '../../book/network.ts'
import { sha256 } from '../../domain/hash.ts'
import { formatInstant } from '../../domain/time.ts'

/** A table of links and one of nodes; all in one; or a picture, which the browser draws once its export is recorded. */
export const chartFormats = ['csv', 'json', 'png', 'svg'] as const
export type ChartFormat = (typeof chartFormats)[number]

/** Asks to take a link chart out of Lapwing. The chain keeps in which form, how much of each kind, and a hash of the nodes. */
export const exportNetwork = defineOperation({
  action: 'network.export',
  resource: 'Network',
  personal: true,
  changes: false,
  run: async ({ now }: Work, _: { readonly format: ChartFormat; readonly nodes: readonly NodeName[] }) => ({
    exported_at: formatInstant(now),
  }),
  detail: ({ format, nodes }) => ({
    format,
    nodes: Object.fromEntries(
      [...Map.groupBy(nodes, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length]),
    ),
    nodes_sha256: sha256(
      nodes
        .map(node => `${nodeKey(node)}\n`)
        .sort()
        .join(''),
    ),
  }),
})
