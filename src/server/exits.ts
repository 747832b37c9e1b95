import { z } from 'zod'
import { listExits, policeContacts, proposeExit } from '../casework/duties/exits/exit.ts'
import {
  addKeepOpen,
  endKeepOpen,
  extendKeepOpen,
  listEndingKeepOpen,
  listKeepOpen,
} from '../casework/duties/keepOpen/requests.ts'
import { id, instant, page, why } from './fields.ts'
import { defineRoute } from './route.ts'

const police_contact = z.enum(policeContacts)
export const exitSchema = z.object({
  exit_id: z.string(),
  case_id: z.string(),
  customer_id: z.string(),
  why: z.string(),
  police_contact,
  police_contact_note: z.string(),
  kept_open: z.boolean(),
  kept_open_now: z.boolean(),
  proposed_at: z.string(),
  proposed_by: z.string(),
  approval_id: z.string(),
  decision: z.enum(['approved', 'refused', 'withdrawn']).nullable(),
})
export const requestSchema = z.object({
  keep_open_id: z.string(),
  case_id: z.string(),
  customer_id: z.string(),
  authority: z.string(),
  reference: z.string(),
  begins_at: z.string(),
  ends_at: z.string(),
  ended_at: z.string().nullable(),
  stands: z.boolean(),
  urgency: z.enum(['in_time', 'soon', 'late']).nullable(),
  added_at: z.string(),
  added_by: z.string(),
  version: z.int(),
})
const label = z.string().trim().min(1).max(200)
const params = z.strictObject({ case_id: id })
const oneRequest = params.extend({ keep_open_id: id })
const ofOne = '/api/cases/{case_id}/keep-open-requests/{keep_open_id}'

/** Ending a customer relation, and authorities' requests that it goes on. */
export const exitRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/cases/{case_id}/exits',
    summary: 'Proposed exits of the case, with what was decided.',
    params,
    answer: z.object({ items: z.array(exitSchema) }),
    handle: ({ desk, params, declared }) => desk.perform(listExits, params, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/cases/{case_id}/exits',
    summary: 'Propose to end a customer relation, and ask for its approval. Lapwing itself ends none.',
    params,
    body: z.strictObject({ customer_id: id, why, police_contact, police_contact_note: why }),
    answer: exitSchema,
    status: 201,
    handle: ({ desk, params, body, declared }) => desk.perform(proposeExit, { ...params, ...body }, declared),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/keep-open-requests',
    summary: 'Requests in force, the next to end first.',
    query: z.strictObject({ limit: page.limit }),
    answer: z.object({ items: z.array(requestSchema) }),
    handle: ({ desk, query, declared }) => desk.perform(listEndingKeepOpen, query, declared),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/cases/{case_id}/keep-open-requests',
    summary: 'All requests of the case, those that ended among them.',
    params,
    answer: z.object({ items: z.array(requestSchema) }),
    handle: ({ desk, params, declared }) => desk.perform(listKeepOpen, params, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/cases/{case_id}/keep-open-requests',
    summary: 'An authority asks that a customer stays a customer.',
    params,
    body: z.strictObject({
      customer_id: id,
      authority: label,
      reference: label,
      begins_at: instant,
      ends_at: instant,
    }),
    answer: requestSchema,
    status: 201,
    handle: ({ desk, params, body, declared }) => desk.perform(addKeepOpen, { ...params, ...body }, declared),
  }),
  defineRoute({
    method: 'PATCH',
    path: ofOne,
    summary: 'A new end, under the reference by which the authority gave it.',
    params: oneRequest,
    body: z.strictObject({ ends_at: instant, reference: label }),
    answer: requestSchema,
    needsVersion: true,
    handle: ({ desk, params, body, version, declared }) =>
      desk.perform(extendKeepOpen, { ...params, ...body, version }, declared),
  }),
  defineRoute({
    method: 'DELETE',
    path: ofOne,
    summary: 'End a request before its time; it stays on record.',
    params: oneRequest,
    answer: requestSchema,
    needsVersion: true,
    handle: ({ desk, params, version, declared }) =>
      desk.perform(endKeepOpen, { ...params, version }, declared),
  }),
]
