import { z } from 'zod'
import type { Declared, Desk } from '../access/desk.ts'
import {
  edgeKinds,
  type Network,
  type NetworkNode,
  type NodeName,
  networkOf,
  nodeKey,
  nodeKinds,
} from '../book/network.ts'
import { readBook } from '../book/shared.ts'
import { alertsOnSubjects, readNetwork, subjectOfAlert, subjectsOfCase } from '../casework/network/read.ts'
import { sharersMax } from '../detection/links.ts'
import { LapwingError } from '../domain/errors.ts'
import { id, instant, listOf } from './fields.ts'
import { defineRoute } from './route.ts'

export const nodesMax = 5_000
const startsMax = 200

/** `customer:C-1`, `identifier:email:a@b.example`. */
export const nodeName = z
  .string()
  .max(300)
  .transform((text, context): NodeName => {
    const [kind = '', ...rest] = text.split(':')
    const known = nodeKinds.find(each => each === kind)
    if (known !== undefined && rest.join(':') !== '') return { kind: known, id: rest.join(':') }
    context.addIssue({ code: 'custom', message: `is one of ${nodeKinds.join(', ')}, a colon and its id` })
    return z.NEVER
  })
const nodeNames = z
  .union([nodeName.transform(one => [one]), z.array(nodeName).max(startsMax)])
  .describe('Where to begin, such as `customer:C-1`; several by repeating it.')

const kind = z.enum(nodeKinds)
const text = z.string().nullable()
const node = z.object({
  kind,
  id: z.string(),
  name: text,
  is_start: z.boolean(),
  ordinary: z.boolean(),
  customers: z
    .int()
    .nullable()
    .describe('Customers of the institution who share it, at any time; null of a customer.'),
  alerts: z.int().describe('Alerts on it that the caller may know of.'),
  to_protect: z.boolean().describe('Whether one of them is about somebody to protect.'),
})
const end = z.object({ kind, id: z.string() })

export const networkSchema = z.object({
  home_currency: z.string(),
  ordinary_above: z.int().describe('Customers: what more share is ordinary.'),
  total: z.int().describe('Nodes one step away.'),
  left_out: z.int().describe('Of them, those that are not shown.'),
  left_out_ordinary: z.int().describe('Of those, the ordinary ones.'),
  nodes: z.array(node),
  edges: z
    .array(
      z.object({
        from: end,
        to: end,
        by: z.enum(edgeKinds),
        count: z.int().nullable().describe('Completed payments, or times a device was used.'),
        amount_home: text.describe('Decimal, in the home currency.'),
        first_at: text,
        last_at: text,
      }),
    )
    .readonly(),
})

/** The chart of who pays whom and who shares what, a step at a time. */
export function networkRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/network',
      summary:
        'What lies one step from some customers, counterparties, devices or identifiers, or from the subjects of an alert or a case. Needs a purpose.',
      query: z.strictObject({
        from: nodeNames.optional(),
        of_alert: id.optional(),
        of_case: id.optional(),
        by: listOf(edgeKinds).default([...edgeKinds]),
        since: instant.optional(),
        until: instant.optional(),
        with_ordinary: z
          .stringbool()
          .default(true)
          .describe('Whether to show what so many share that it says nothing.'),
        limit: z.coerce.number().int().min(1).max(nodesMax).default(500),
      }),
      answer: networkSchema,
      async handle({ desk, query, declared }) {
        const { from: named, of_alert, of_case } = query
        if (named === undefined && of_alert === undefined && of_case === undefined) {
          throw new LapwingError('bad-request', 'The question does not say where to begin.', {
            place: 'query.from',
            remedy: 'Name a node with from, an alert with of_alert or a case with of_case.',
          })
        }
        const from = await startsOf(desk, query, declared)
        const { by, since = 0, until = 4e15, limit, with_ordinary } = query
        await desk.perform(readNetwork, { from, by }, declared)
        const found = await readBook(data, book =>
          networkOf(book, { from, by, since, until, ordinaryAbove: sharersMax, nodesMax }),
        )
        const known = await desk.perform(alertsOnSubjects, { subjects: found.nodes }, declared)
        return shown(found, known, { limit, withOrdinary: with_ordinary })
      },
    }),
  ]
}

async function startsOf(
  desk: Desk,
  given: {
    readonly from?: readonly NodeName[] | undefined
    readonly of_alert?: string | undefined
    readonly of_case?: string | undefined
  },
  declared: Declared,
): Promise<readonly NodeName[]> {
  const { from = [], of_alert, of_case } = given
  return [
    ...from,
    ...(of_alert === undefined ? [] : await desk.perform(subjectOfAlert, { alert_id: of_alert }, declared)),
    ...(of_case === undefined ? [] : await desk.perform(subjectsOfCase, { case_id: of_case }, declared)),
  ]
}

type Known = Awaited<ReturnType<(typeof alertsOnSubjects)['run']>>

/** Alerted nodes before the others, so that a limit leaves out none of them while it leaves room for any. */
function shown(
  { home_currency, total, ordinary, nodes, edges }: Network,
  known: Known,
  { limit, withOrdinary }: { readonly limit: number; readonly withOrdinary: boolean },
) {
  const alerts = new Map(known.map(each => [nodeKey(each), each]))
  const told = nodes.map(each => {
    const { count = 0, to_protect = false } = alerts.get(nodeKey(each)) ?? {}
    return { ...each, alerts: count, to_protect }
  })
  const rank = (each: NetworkNode & { readonly alerts: number }) =>
    each.alerts > 0 ? 0 : each.ordinary ? 2 : 1
  const around = told
    .filter(each => !each.is_start && (withOrdinary || !each.ordinary || each.alerts > 0))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, limit)
  const kept = [...told.filter(each => each.is_start), ...around]
  const keys = new Set(kept.map(nodeKey))
  return {
    home_currency,
    ordinary_above: sharersMax,
    total,
    left_out: total - around.length,
    left_out_ordinary: ordinary - around.filter(each => each.ordinary).length,
    nodes: kept,
    edges: edges.filter(({ from, to }) => keys.has(nodeKey(from)) && keys.has(nodeKey(to))),
  }
}
