import { z } from 'zod'
import { readBook } from '../book/shared.ts'
import { paymentIdsOf } from '../casework/alertedPayments.ts'
import {
  assignAlert,
  claimAlert,
  claimAlerts,
  dismissAlert,
  dismissAlerts,
  releaseAlert,
  reopenAlert,
  snoozeAlert,
  snoozeAlerts,
} from '../casework/alerts/decide.ts'
import { neighboursOfAlert } from '../casework/alerts/neighbours.ts'
import { exportOutcomes } from '../casework/alerts/outcomes.ts'
import { outlineAlerts } from '../casework/alerts/outline.ts'
import { countAlerts, listAlerts } from '../casework/alerts/queue.ts'
import { readAlert } from '../casework/alerts/read.ts'
import { listColleagues } from '../casework/colleagues.ts'
import { citationsOf, readNotEvaluated, readSources } from '../casework/findings.ts'
import { shownPayments } from '../casework/payment.ts'
import { id, instant, listOf, page, why } from './fields.ts'
import { defineRoute } from './route.ts'
import { role } from './users.ts'

const states = ['new', 'claimed', 'snoozed', 'dismissed', 'escalated'] as const
const clock = z.enum(['suspicion', 'protection'])
const outcome = z.enum(['cleared', 'confirmed', 'victim'])

export const alertSchema = z.object({
  alert_id: z.string(),
  subject_kind: z.enum(['customer', 'counterparty']),
  subject_id: z.string(),
  subject: z.string(),
  headline: z.string(),
  typology: z.string(),
  title: z.string(),
  role: z.string(),
  clock,
  to_protect: z.boolean(),
  score_bans: z.number(),
  score_in_words: z.string(),
  strongest: z.array(z.object({ says: z.string(), comparison: z.string(), bans: z.number() })).readonly(),
  payment_count: z.int(),
  amount: z.string(),
  period: z.string(),
  raised_at: z.string(),
  last_payment_at: z.string(),
  first_arrived_at: z.string(),
  state: z.enum(states),
  moves: z.array(z.string()).readonly(),
  assignee: z.string().nullable(),
  snoozed_until: z.string().nullable(),
  reason: z.string().nullable(),
  outcome: z.string().nullable(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
  case_id: z.string().nullable(),
  version: z.int(),
})

const filter = {
  states: listOf(states).optional(),
  typology: id.optional(),
  role: id.optional(),
  clock: clock.optional(),
  /** A user, `me` or `nobody`. */
  assignee: id.optional(),
  subject_id: id.optional(),
  arrived_until: instant.optional(),
}

export const queuePageSchema = z.object({
  items: z.array(alertSchema).readonly(),
  next: z.string().nullable(),
})

export const outlineSchema = z.object({
  total: z.int(),
  step: z.int(),
  starts: z.array(z.string()),
  held: z.array(
    z.object({ typology: z.string(), title: z.string(), role: z.string(), clock, count: z.int() }),
  ),
})

export const countsSchema = z.object({
  items: z.array(z.object({ state: z.enum(states), clock, count: z.int() })),
  not_evaluated: z
    .array(z.object({ what: z.string(), count: z.int(), reason: z.string(), remedy: z.string() }))
    .readonly(),
})

export const neighboursSchema = z.object({
  previous: z.string().nullable(),
  next: z.string().nullable(),
  before: z.int().nullable().describe('How many of the queue stand before it.'),
  total: z.int(),
})

export const wholeAlertSchema = alertSchema.extend({
  // Of JSON that was read from the store; to walk through all of it once more would take longer than to read it.
  finding: z.record(z.string(), z.unknown()),
  payments: z.array(z.record(z.string(), z.unknown())).readonly(),
  citations: z.array(z.string()).readonly(),
})

export const colleaguesSchema = z.object({
  items: z.array(
    z.object({
      user_id: z.string(),
      full_name: z.string(),
      roles: z.array(role).readonly(),
      disabled: z.boolean(),
    }),
  ),
})

const params = z.strictObject({ alert_id: id })
const snooze = z.strictObject({ until: instant, reason: why })
const dismissal = z.strictObject({ reason: why, outcome })
const several = z.strictObject({
  alerts: z
    .array(z.strictObject({ alert_id: id, version: z.int().min(1).optional() }))
    .min(1)
    .max(200),
})
export const resultsSchema = z.object({
  results: z
    .array(
      z.union([
        z.object({ alert_id: z.string(), done: z.literal(true), version: z.int() }),
        z.object({ alert_id: z.string(), done: z.literal(false), code: z.string(), message: z.string() }),
      ]),
    )
    .readonly(),
})

/** Whoever says `me` means themselves. */
function userOf(
  desk: { readonly caller: { readonly kind: string; readonly id?: string } },
  user: string | undefined,
) {
  return user === 'me' ? (desk.caller.id ?? 'nobody') : user
}

/** The queue of alerts, and what people do with it. */
export function queueRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/alerts',
      summary:
        'The queue: who may be harmed first, then by evidence and age. `next` is the cursor of the next page.',
      query: z.strictObject({ ...filter, ...page }),
      answer: queuePageSchema,
      handle: ({ desk, query, declared }) =>
        desk.perform(listAlerts, { ...query, assignee: userOf(desk, query.assignee) }, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/counts',
      summary: 'How many alerts there are in each state, and what the last run could not evaluate.',
      answer: countsSchema,
      async handle({ desk, declared }) {
        const counts = await desk.perform(countAlerts, {}, declared)
        return { ...counts, not_evaluated: await readNotEvaluated(data) }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/outline',
      summary: 'How long the queue is, the cursors at which each `step` rows of it begin, and what it holds.',
      query: z.strictObject(filter),
      answer: outlineSchema,
      handle: ({ desk, query, declared }) =>
        desk.perform(outlineAlerts, { ...query, assignee: userOf(desk, query.assignee) }, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/colleagues',
      summary: 'Those to whom alerts and cases can be given.',
      answer: colleaguesSchema,
      handle: ({ desk, declared }) => desk.perform(listColleagues, {}, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/{alert_id}',
      summary: 'One alert with all its reasons, its payments and its sources.',
      params,
      answer: wholeAlertSchema,
      async handle({ desk, params, declared }) {
        const { finding, payments: kept, ...alert } = await desk.perform(readAlert, params, declared)
        const [payments, sources] = await Promise.all([
          kept ?? readBook(data, book => book.paymentsById(paymentIdsOf(finding))),
          readSources(data),
        ])
        return {
          ...alert,
          finding,
          payments: shownPayments(payments, finding).map(each => ({ ...each })),
          citations: citationsOf(finding, sources),
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/{alert_id}/neighbours',
      summary: 'Which alerts stand before and after it in the queue, and its place there.',
      params,
      query: z.strictObject(filter),
      answer: neighboursSchema,
      handle: ({ desk, params, query, declared }) =>
        desk.perform(
          neighboursOfAlert,
          { ...params, ...query, assignee: userOf(desk, query.assignee) },
          declared,
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/claim',
      summary: 'Take it. Of two who do at once the second is told.',
      params,
      answer: alertSchema,
      handle: ({ desk, params, declared }) => desk.perform(claimAlert, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/assignment',
      summary: 'Give it to somebody.',
      params,
      body: z.strictObject({ assignee: id }),
      answer: alertSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(
          assignAlert,
          { ...params, version, assignee: userOf(desk, body.assignee) ?? body.assignee },
          declared,
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/release',
      summary: 'Give back what you claimed.',
      params,
      answer: alertSchema,
      needsVersion: true,
      handle: ({ desk, params, version, declared }) =>
        desk.perform(releaseAlert, { ...params, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/snooze',
      summary: 'Put it off. It comes back at that time, or when new payments strengthen it.',
      params,
      body: snooze,
      answer: alertSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(snoozeAlert, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/dismissal',
      summary: 'Dismiss it, with how it turned out: detection learns from it.',
      params,
      body: dismissal,
      answer: alertSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(dismissAlert, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/{alert_id}/reopening',
      summary: 'Take a dismissal back.',
      params,
      body: z.strictObject({ reason: why }),
      answer: alertSchema,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(reopenAlert, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/claims',
      summary: 'Take several. Each has its own result.',
      body: several,
      answer: resultsSchema,
      handle: ({ desk, body, declared }) => desk.perform(claimAlerts, body, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/snoozes',
      summary: 'Put several off. Each has its own result.',
      body: several.extend(snooze.shape),
      answer: resultsSchema,
      handle: ({ desk, body, declared }) => desk.perform(snoozeAlerts, body, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/alerts/dismissals',
      summary: 'Dismiss several. Each has its own result.',
      body: several.extend(dismissal.shape),
      answer: resultsSchema,
      handle: ({ desk, body, declared }) => desk.perform(dismissAlerts, body, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/outcomes',
      summary:
        'How alerts turned out, as rows of the table `outcomes`. `next` is the cursor of the next page.',
      query: z.strictObject({ ...page, limit: z.coerce.number().int().min(1).max(5_000).default(1_000) }),
      answer: z.object({
        items: z
          .array(
            z.object({
              customer_id: z.string(),
              decided_at: z.string(),
              typology: z.string(),
              outcome,
              source: z.string(),
            }),
          )
          .readonly(),
        next: z.string().nullable(),
      }),
      handle: ({ desk, query, declared }) => desk.perform(exportOutcomes, query, declared),
    }),
  ]
}
