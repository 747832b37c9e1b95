import { z } from 'zod'
import type { CustomerRecord } from '../book/evidence.ts'
import { readBook } from '../book/shared.ts'
import { subjectRecord } from '../book/subject.ts'
import { readSubject } from '../casework/network/subject.ts'
import { notThere } from '../casework/walls.ts'
import { countryName } from '../domain/countries.ts'
import { formatInstant } from '../domain/time.ts'
import { timelineSchema } from './alertPicture.ts'
import { id } from './fields.ts'
import { alertSchema } from './queue.ts'
import { defineRoute } from './route.ts'

const text = z.string().nullable()
const amount = z.string().describe('Decimal, in the home currency.')
const kind = z.enum(['customer', 'counterparty'])

export const subjectSchema = z.object({
  kind,
  id: z.string(),
  customer: z
    .object({
      kind: z.string(),
      age: z.int().nullable().describe('Whole years, today; null where it is not known or no person.'),
      residence_country: text,
      customer_since: text,
      occupation: text,
      segment: text,
      overseas_ties: z.array(z.string()).describe('Countries, by name.'),
      flags: z.array(z.string()),
    })
    .nullable(),
  names: z.array(z.string()).readonly(),
  accounts: z
    .array(z.object({ account_id: z.string(), product: z.string(), opened_on: text, closed_on: text }))
    .readonly(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string(), customers: z.int() })).readonly(),
  customers: z.int().describe('Customers who deal with it.'),
  home_currency: z.string(),
  first_at: text,
  last_at: text,
  total: z.int().describe('Payments, completed or not.'),
  months: z
    .array(
      z.object({
        month: z.string().describe('Such as 2029-11, in UTC.'),
        direction: z.enum(['in', 'out']),
        payments: z.int().describe('Completed ones.'),
        amount_home: amount,
      }),
    )
    .readonly(),
  corridors: timelineSchema.shape.corridors,
  others: z
    .array(
      z.object({
        kind,
        id: z.string(),
        name: text,
        payments: z.int(),
        amount_home: amount,
        last_at: z.string(),
      }),
    )
    .readonly(),
  latest: z.array(timelineSchema.shape.items.element.omit({ is_evidence: true })).readonly(),
  alerts: z.array(alertSchema),
  cases: z.array(
    z.object({
      case_id: z.string(),
      title: z.string(),
      path: z.enum(['suspicion', 'protection']),
      state: z.string(),
      opened_at: z.string(),
      closed_at: text,
    }),
  ),
})

/** Who a customer or a counterparty is. */
export function subjectRoutes({ data }: { readonly data: string }) {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/subjects/{kind}/{subject_id}',
      summary:
        'Who a customer or a counterparty is: accounts, payments by month and country, whom it deals with, and the alerts and cases on it that the caller may know of. Needs a purpose.',
      params: z.strictObject({ kind, subject_id: id }),
      answer: subjectSchema,
      async handle({ desk, params: { kind, subject_id }, declared }) {
        const subject = { kind, id: subject_id }
        const { read_at, alerts, cases } = await desk.perform(readSubject, subject, declared)
        const found = await readBook(data, book => subjectRecord(book, subject))
        if (found === undefined) throw notThere('path.subject_id')
        const corridors = found.corridors.map(each => ({
          ...each,
          country_name: each.country === null ? null : countryName(each.country),
        }))
        const customer = found.customer === null ? null : told(found.customer, read_at)
        return { ...found, ...subject, customer, corridors, alerts, cases }
      },
    }),
  ]
}

/** Without a date of birth, of which the age says enough. */
function told(record: CustomerRecord, now: number) {
  const field = (name: string) => record[name] || null
  const list = (name: string) => (field(name) ?? '').split(';').filter(each => each !== '')
  const country = field('residence_country')
  return {
    kind: field('kind') ?? 'person',
    age: ageAt(field('birth_date'), now),
    residence_country: country === null ? null : countryName(country),
    customer_since: field('customer_since'),
    occupation: field('occupation'),
    segment: field('segment'),
    overseas_ties: list('overseas_ties').map(countryName),
    flags: list('flags'),
  }
}

/** Whole years between a date and an instant (microseconds since 1970, UTC). */
function ageAt(birthDate: string | null, now: number): number | null {
  if (birthDate === null) return null
  const today = formatInstant(now).slice(0, 10)
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}
