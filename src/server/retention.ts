import { z } from 'zod'
import {
  askDisposal,
  listDisposable,
  listDisposals,
  runDisposal,
} from '../casework/duties/disposal/disposals.ts'
import { listHolds, placeHold, releaseHold } from '../casework/duties/holds/holds.ts'
import type { Jurisdictions } from '../casework/duties/suspicion/suspicion.ts'
import { approvalSchema } from './approvals.ts'
import { id, page, why } from './fields.ts'
import { defineRoute } from './route.ts'

export const holdSchema = z.object({
  hold_id: z.string(),
  case_id: z.string(),
  why: z.string(),
  placed_at: z.string(),
  placed_by: z.string(),
  released_at: z.string().nullable(),
  released_by: z.string().nullable(),
  release_reason: z.string().nullable(),
  version: z.int(),
})
const plan = z.object({
  as_of: z.string(),
  cases: z
    .array(
      z.object({
        case_id: z.string(),
        jurisdiction: z.string(),
        kept_from: z.string(),
        kept_until: z.string(),
      }),
    )
    .readonly(),
  withheld: z
    .array(
      z.object({
        case_id: z.string(),
        reason: z.enum(['on_hold', 'kept_open', 'suspicion_undecided', 'jurisdiction_unknown']),
      }),
    )
    .readonly(),
  further: z.int(),
  content_hash: z.string(),
})
const certificate = z.record(z.string(), z.json())
const params = z.strictObject({ case_id: id })

/** How long records are kept: holds, and the disposal of what need no longer be. */
export function retentionRoutes(jurisdictions: Jurisdictions) {
  const [due, ask, run] = [
    listDisposable(jurisdictions),
    askDisposal(jurisdictions),
    runDisposal(jurisdictions),
  ]
  return [
    defineRoute({
      method: 'GET',
      path: '/api/cases/{case_id}/holds',
      summary: 'Legal holds of the case, released ones among them.',
      params,
      answer: z.object({ items: z.array(holdSchema) }),
      handle: ({ desk, params, declared }) => desk.perform(listHolds, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/holds',
      summary: 'While the hold stands, nothing of the case is disposed of.',
      params,
      body: z.strictObject({ why }),
      answer: holdSchema,
      status: 201,
      handle: ({ desk, params, body, declared }) => desk.perform(placeHold, { ...params, ...body }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/cases/{case_id}/holds/{hold_id}/release',
      summary: 'Release a hold, with the reason.',
      params: params.extend({ hold_id: id }),
      body: z.strictObject({ reason: why }),
      answer: holdSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(releaseHold, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/disposals',
      summary: 'Certificates of disposals, newest first.',
      query: z.strictObject({ limit: page.limit }),
      answer: z.object({
        items: z.array(z.object({ disposed_by: z.string(), certificate, certificate_hash: z.string() })),
      }),
      handle: ({ desk, query, declared }) => desk.perform(listDisposals, query, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/disposals/due',
      summary: 'Cases that need no longer be kept, and those that are kept all the same, with the reason.',
      answer: plan,
      handle: ({ desk, declared }) => desk.perform(due, {}, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/disposals/approvals',
      summary: 'Ask another person for the approval of the disposal of what is due now.',
      body: z.strictObject({ why }),
      answer: plan.extend({ approval: approvalSchema }),
      status: 201,
      handle: ({ desk, body, declared }) => desk.perform(ask, body, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/disposals',
      summary: 'Remove what was approved, and that alone. Answers the certificate.',
      body: z.strictObject({ approval_id: id }),
      answer: z.object({ certificate, certificate_hash: z.string() }),
      status: 201,
      handle: ({ desk, body, declared }) => desk.perform(run, body, declared),
    }),
  ]
}
