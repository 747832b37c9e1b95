import { z } from 'zod'
import { hitKinds, searchBook } from '../book/search.ts'
import { readBook } from '../book/shared.ts'
import { search } from '../casework/search/search.ts'
import { defineRoute } from './route.ts'

/** In the order in which hits of the same rank are shown. */
const kinds = ['case', 'alert', ...hitKinds] as const
const ranks = ['exact', 'prefix', 'contains'] as const

export const searchSchema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(kinds),
      id: z.string(),
      label: z.string().nullable(),
      match: z.enum(ranks),
      count: z
        .int()
        .nullable()
        .describe('Customers who share a payee, identifier or device; payments with a reference.'),
      customer_id: z.string().nullable().describe("The customer whose it is, where it is one's alone."),
    }),
  ),
  more: z.array(z.enum(kinds)).describe('Kinds of which there are more hits than are shown.'),
})

/** One box over everything that has an id, a name or a text. */
export function searchRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/search',
      summary:
        'Cases, alerts, customers, payees, identifiers, devices, references and payments with a text in them: exact before prefix before contained. Needs a purpose.',
      query: z.strictObject({
        q: z.string().trim().min(2).max(200),
        limit: z.coerce.number().int().min(1).max(50).default(10).describe('Hits of each kind.'),
      }),
      answer: searchSchema,
      async handle({ desk, query: { q, limit }, declared }) {
        const asked = { text: q, limit: limit + 1 }
        const casework = await desk.perform(search, asked, declared)
        const book = await readBook(data, book => searchBook(book, q, limit + 1))
        const found = [...casework.map(hit => ({ ...hit, count: null, customer_id: null })), ...book]
        const byKind = Map.groupBy(found, ({ kind }) => kind)
        const items = [...byKind.values()].flatMap(hits => hits.slice(0, limit))
        const order = (kind: (typeof kinds)[number]) => kinds.indexOf(kind)
        return {
          items: items
            .sort((one, other) => one.rank - other.rank || order(one.kind) - order(other.kind))
            .map(({ rank, ...hit }) => ({ ...hit, match: ranks[rank]! })),
          more: kinds.filter(kind => (byKind.get(kind)?.length ?? 0) > limit),
        }
      },
    }),
  ]
}
