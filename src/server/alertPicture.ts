import { z } from 'zod'
import { readBook } from '../book/shared.ts'
import { subjectPayments } from '../book/subjectPayments.ts'
import { readLookAlikes } from '../casework/alerts/lookAlikes.ts'
import { readPicture, timelineOfAlert } from '../casework/alerts/picture.ts'
import { pageOf, readCursor } from '../casework/cursor.ts'
import { countryName } from '../domain/countries.ts'
import { formatInstant } from '../domain/time.ts'
import { id, page } from './fields.ts'
import { defineRoute } from './route.ts'

const params = z.strictObject({ alert_id: id })
const text = z.string().nullable()
const texts = z.array(z.string()).readonly()
const bans = z.number().describe('Evidence in bans: 1 is a factor of ten.')
const distribution = z.object({
  unusual: z.enum(['high', 'low']),
  points: z
    .array(
      z.object({
        share: z.number().describe('0 to 1: so many of the peers are at the value or beyond it.'),
        value: z.number().describe('In the unit of the indicator.'),
      }),
    )
    .readonly(),
})
const spoken = z
  .array(z.object({ indicator: z.string(), says: text.describe("As it was found on the alert's subject.") }))
  .readonly()

export const pictureSchema = z.object({
  alert_id: z.string(),
  score_bans: bans,
  cut_bans: bans,
  evidence_bans: bans,
  strongest_at: z.string(),
  families: z.array(
    z.object({
      family: z.string(),
      bans,
      indicator: text,
      against_bans: bans,
      against_indicator: text,
    }),
  ),
  indicators: z.array(
    z.object({
      indicator: z.string(),
      says: z.string(),
      family: z.string(),
      standing: z.string(),
      counted: z.boolean(),
      bans,
      value: z.number().describe('In `unit`; the measure of `distribution` too.'),
      unit: z.string(),
      peers: z.object({
        group: z.string(),
        count: z.int(),
        comparison: z.string(),
        rarity: z.number().describe('0 to 1: peers at least as extreme, of all.'),
        distribution: distribution.nullable(),
      }),
      sources: texts,
    }),
  ),
  speaks_against: z.array(
    z.object({
      indicator: z.string(),
      says: z.string(),
      family: z.string(),
      bans,
      value: z.number(),
      unit: z.string(),
      sources: texts,
    }),
  ),
  not_evaluated: z.array(z.object({ indicator: z.string(), reason: z.string() })).readonly(),
})

export const timelineSchema = z.object({
  subject_kind: z.enum(['customer', 'counterparty']),
  subject_id: z.string(),
  from: z.string(),
  until: z.string(),
  home_currency: z.string(),
  total: z.int().describe('Payments of the whole period.'),
  left_out: z.int().describe('Of them, those that are not on this page.'),
  items: z.array(
    z.object({
      payment_id: z.string(),
      booked_at: z.string(),
      customer_id: text,
      direction: z.enum(['in', 'out']),
      status: z.enum(['completed', 'attempted', 'reversed']),
      rail: z.string(),
      amount: z.string().describe('Decimal, in `currency`.'),
      currency: z.string(),
      amount_home: text.describe('Decimal, in the home currency.'),
      counterparty_id: text,
      counterparty_name: text,
      counterparty_country: text.describe('ISO 3166-1 alpha-2.'),
      local_hour: z.int().nullable().describe('Of the wall clock at the payer, 0 to 23.'),
      is_evidence: z.boolean(),
    }),
  ),
  next: text,
  corridors: z.array(
    z.object({
      country: text.describe('ISO 3166-1 alpha-2; null where it is not known.'),
      country_name: text,
      direction: z.enum(['in', 'out']),
      payments: z.int().describe('Completed ones.'),
      amount_home: z.string().describe('Decimal, in the home currency.'),
      without_amount_home: z.int(),
      not_completed: z.int().describe('Attempted or reversed, in no sum.'),
    }),
  ),
})

export const lookAlikesSchema = z.object({
  alert_id: z.string(),
  subject_kind: z.enum(['customer', 'counterparty']),
  known: z.boolean().describe('Whether the run looked for any.'),
  items: z.array(
    z.object({
      subject_id: z.string(),
      standing: z.enum(['not alerted', 'cleared']),
      distance_bans: z.number().describe('Bans: the sum over the indicators of how far the two are apart.'),
      shares: spoken,
      lacks: spoken,
      besides: texts,
      speaks_against: texts,
    }),
  ),
})

/** What an alert is drawn from: evidence among peers, payments over time and by country, people who look the same. */
export function alertPictureRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/alerts/{alert_id}/picture',
      summary: 'Evidence by family, and each indicator among the peers it was compared with.',
      params,
      answer: pictureSchema,
      handle: ({ desk, params, declared }) => desk.perform(readPicture, params, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/{alert_id}/timeline',
      summary:
        'All payments of its subject from a year before it was raised to its last, and their sums by country. Needs a purpose.',
      params,
      query: z.strictObject({ ...page, limit: z.coerce.number().int().min(1).max(5_000).default(2_000) }),
      answer: timelineSchema,
      async handle({ desk, params, query, declared }) {
        const about = await desk.perform(timelineOfAlert, params, declared)
        const after = query.after === undefined ? undefined : readCursor(query.after)
        const { total, payments, corridors } = await readBook(data, book =>
          subjectPayments(book, about, { after, limit: query.limit }),
        )
        const { items, next } = pageOf(payments, query.limit, {
          shown: payment => ({ ...payment, is_evidence: about.evidence.has(payment.payment_id) }),
          cursor: ({ booked_micros, payment_id }) => ({ value: booked_micros, id: payment_id }),
        })
        return {
          subject_kind: about.kind,
          subject_id: about.id,
          from: formatInstant(about.from),
          until: formatInstant(about.until),
          home_currency: about.home_currency,
          total,
          left_out: total - items.length,
          items: [...items],
          next,
          corridors: corridors.map(each => ({
            ...each,
            country_name: each.country === null ? null : countryName(each.country),
          })),
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/alerts/{alert_id}/look-alikes',
      summary: 'Who looks the same and was not alerted, or was cleared; nearest first. Needs a purpose.',
      params,
      answer: lookAlikesSchema,
      handle: ({ desk, params, declared }) => desk.perform(readLookAlikes, params, declared),
    }),
  ]
}
