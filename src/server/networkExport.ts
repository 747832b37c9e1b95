import { z } from 'zod'
import { edgeKinds, type Network, type NodeName, networkOf } from '../book/network.ts'
import { readBook } from '../book/shared.ts'
import { chartFormats, exportNetwork } from '../casework/network/export.ts'
import { sharersMax } from '../detection/links.ts'
import { csvLine } from '../world/sheets.ts'
import { instant } from './fields.ts'
import { nodeName, nodesMax } from './network.ts'
import { defineRoute } from './route.ts'

const body = z.strictObject({
  format: z.enum(chartFormats),
  nodes: z.array(nodeName).min(1).max(nodesMax),
  by: z
    .array(z.enum(edgeKinds))
    .min(1)
    .default([...edgeKinds]),
  since: instant.optional(),
  until: instant.optional(),
})

export const networkExportSchema = z.object({
  exported_at: z.string(),
  files: z
    .array(z.object({ name: z.string(), media_type: z.string(), text: z.string() }))
    .describe('None for a picture.'),
})

/** A chart leaves Lapwing by here alone, so that the audit chain has it. */
export function networkExportRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/network/exports',
      summary:
        'Some nodes and the links between them, as files; recorded. For a picture it is recorded only. Needs a purpose.',
      body,
      jsonMax: 2_000_000,
      answer: networkExportSchema,
      async handle({ desk, body, declared }) {
        const { format, nodes, by, since = 0, until = 4e15 } = body
        const { exported_at } = await desk.perform(exportNetwork, { format, nodes }, declared)
        if (format === 'png' || format === 'svg') return { exported_at, files: [] }
        const found = await readBook(data, book =>
          networkOf(book, { from: nodes, by, since, until, ordinaryAbove: sharersMax, nodesMax: 0 }),
        )
        return { exported_at, files: format === 'csv' ? asTables(found) : [asOne(found, exported_at)] }
      },
    }),
  ]
}

function asOne({ home_currency, nodes, edges }: Network, exported_at: string) {
  const shown = nodes.map(({ is_start, ...node }) => node)
  const text = JSON.stringify({ exported_at, home_currency, nodes: shown, edges }, undefined, 1)
  return { name: 'network.json', media_type: 'application/json', text }
}

function asTables({ home_currency, nodes, edges }: Network) {
  const file = (name: string, rows: readonly (readonly (string | number | boolean | null)[])[]) => ({
    name,
    media_type: 'text/csv',
    text: rows.map(row => csvLine(row.map(cell))).join(''),
  })
  const ends = (end: NodeName) => [end.kind, end.id]
  return [
    file('network-nodes.csv', [
      ['kind', 'id', 'name', 'customers', 'ordinary'],
      ...nodes.map(({ kind, id, name, customers, ordinary }) => [kind, id, name, customers, ordinary]),
    ]),
    file('network-links.csv', [
      [
        'from_kind',
        'from_id',
        'to_kind',
        'to_id',
        'by',
        'count',
        'amount_home',
        'currency',
        'first_at',
        'last_at',
      ],
      ...edges.map(({ from, to, by, count, amount_home, first_at, last_at }) => {
        const currency = amount_home === null ? null : home_currency
        return [...ends(from), ...ends(to), by, count, amount_home, currency, first_at, last_at]
      }),
    ]),
  ]
}

/** Texts that a spreadsheet would take for a formula begin with an apostrophe (OWASP, CSV injection). */
function cell(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value)
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
