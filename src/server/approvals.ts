import { z } from 'zod'
import { readCursor } from '../casework/cursor.ts'
import { approvalKinds } from '../casework/duties/approvals/approval.ts'
import { askApproval, withdrawApproval } from '../casework/duties/approvals/ask.ts'
import { decideApproval } from '../casework/duties/approvals/decide.ts'
import { listApprovals, readApproval } from '../casework/duties/approvals/read.ts'
import { hash, id, page, why } from './fields.ts'
import { defineRoute } from './route.ts'

const kind = z.enum(approvalKinds)
export const approvalSchema = z.object({
  approval_id: z.string(),
  kind,
  object_id: z.string(),
  content_hash: z.string(),
  case_id: z.string().nullable(),
  why: z.string(),
  asked_by: z.string(),
  asked_at: z.string(),
  decision: z.enum(['approved', 'refused', 'withdrawn']).nullable(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  decision_reason: z.string().nullable(),
  version: z.int(),
})
const params = z.strictObject({ approval_id: id })

/** What one person asks for and another decides. */
export const approvalRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/approvals',
    summary:
      'Approvals of one kind in the order in which they were asked for; `waiting` leaves out the decided.',
    query: z.strictObject({
      kind: kind.default('report'),
      waiting: z.stringbool().default(true),
      case_id: id.optional(),
      ...page,
    }),
    answer: z.object({ items: z.array(approvalSchema).readonly(), next: z.string().nullable() }),
    handle: ({ desk, query: { after, ...query }, declared }) =>
      desk.perform(
        listApprovals,
        { ...query, after: after === undefined ? undefined : readCursor(after) },
        declared,
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/approvals',
    summary: 'Ask for the approval of a report or a release of data, as it is now.',
    body: z.strictObject({
      kind: kind.exclude(['exit', 'disposal', 'pack_change']),
      object_id: id,
      content_hash: hash,
      case_id: id,
      why,
    }),
    answer: approvalSchema,
    status: 201,
    handle: ({ desk, body, declared }) => desk.perform(askApproval, body, declared),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/approvals/{approval_id}',
    summary: 'One approval.',
    params,
    answer: approvalSchema,
    handle: ({ desk, params, declared }) => desk.perform(readApproval, params, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/approvals/{approval_id}/decision',
    summary: 'Approve or refuse what another person asked for.',
    params,
    body: z.strictObject({ decision: z.enum(['approved', 'refused']), reason: why }),
    answer: approvalSchema,
    needsVersion: true,
    handle: ({ desk, params, body, version, declared }) =>
      desk.perform(decideApproval, { ...params, ...body, version }, declared),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/approvals/{approval_id}',
    summary: 'Take back what one asked for; it stays on record as withdrawn.',
    params,
    answer: approvalSchema,
    needsVersion: true,
    handle: ({ desk, params, version, declared }) =>
      desk.perform(withdrawApproval, { ...params, version }, declared),
  }),
]
