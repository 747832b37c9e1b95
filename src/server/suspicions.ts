import { z } from 'zod'
import { matters } from '../casework/clocks/jurisdiction.ts'
import { readCursor } from '../casework/cursor.ts'
import { listDue } from '../casework/duties/suspicion/due.ts'
import { correctSuspicion, formSuspicion, readSuspicion } from '../casework/duties/suspicion/form.ts'
import { moveSuspicion } from '../casework/duties/suspicion/move.ts'
import type { Jurisdictions } from '../casework/duties/suspicion/suspicion.ts'
import { hash, id, instant, page, why } from './fields.ts'
import { defineRoute } from './route.ts'

const matter = z.enum(matters)
const urgency = z.enum(['in_time', 'soon', 'late'])
export const suspicionSchema = z.object({
  case_id: z.string(),
  formed_at: z.string(),
  formed_by: z.string(),
  matter,
  state: z.enum(['formed', 'report_drafted', 'report_approved', 'reported', 'no_report']),
  due_at: z.string(),
  urgency: urgency.nullable(),
  authority: z.string(),
  report: z.string(),
  deadline_from: z.enum(['law', 'target']),
  deadline_confirmed: z.boolean(),
  deadline_source: z.string(),
  reported_at: z.string().nullable(),
  reported_in_time: z.boolean().nullable(),
  receipt: z.string().nullable(),
  reason: z.string().nullable(),
  version: z.int(),
})
const params = z.strictObject({ case_id: id })

/** Suspicions and their reports, for those who may know. */
export function suspicionRoutes(jurisdictions: Jurisdictions) {
  const [due, read, form] = [
    listDue(jurisdictions),
    readSuspicion(jurisdictions),
    formSuspicion(jurisdictions),
  ]
  const [correct, move] = [correctSuspicion(jurisdictions), moveSuspicion(jurisdictions)]
  return [
    defineRoute({
      method: 'GET',
      path: '/api/suspicions',
      summary: 'Reports that are due, the most pressing first, with how many press how much.',
      query: z.strictObject(page),
      answer: z.object({
        items: z.array(suspicionSchema.extend({ title: z.string() })).readonly(),
        counts: z.record(urgency, z.int()),
        next: z.string().nullable(),
      }),
      handle: ({ desk, query: { after, limit }, declared }) =>
        desk.perform(due, { limit, after: after === undefined ? undefined : readCursor(after) }, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/suspicion',
      summary: 'The suspicion of a case and what came of it. Its ETag is its own.',
      params,
      answer: suspicionSchema,
      handle: ({ desk, params, declared }) => desk.perform(read, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/suspicion',
      summary: 'There are grounds to suspect from this instant on; the report is due as the law has it.',
      params,
      body: z.strictObject({ formed_at: instant, matter: matter.default('any') }),
      answer: suspicionSchema,
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(form, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/cases/{case_id}/suspicion',
      summary: 'Correct the instant or the matter, with the reason.',
      params,
      body: z.strictObject({ formed_at: instant.optional(), matter: matter.optional(), reason: why }),
      answer: suspicionSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(correct, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/suspicion/moves',
      summary:
        'Draft the report, take it back to draft, file what was approved, or decide that there is none.',
      params,
      body: z.discriminatedUnion('move', [
        z.strictObject({ move: z.enum(['draft', 'redraft']) }),
        z.strictObject({ move: z.enum(['decide_no_report', 'reconsider']), reason: why }),
        z.strictObject({
          move: z.literal('file'),
          report_id: id,
          content_hash: hash,
          reported_at: instant,
          receipt: z.string().trim().min(1).max(200),
        }),
      ]),
      answer: suspicionSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(move, { ...body, ...params, version }, declared),
    }),
  ]
}
