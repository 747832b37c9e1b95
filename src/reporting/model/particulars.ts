import { z } from 'zod'
import { countries } from '../../domain/countries.ts'
import { parseDate } from '../../domain/time.ts'

/**
 * What people add to what the book has: who a subject is by the institution's own customer records, and sentences that only a person
 * can write. Everything that is not known is left out; nothing is filled with words that say so.
 */

export const identificationTypes = ['passport', 'driving_licence', 'national_id', 'tax', 'other'] as const
export const genders = ['female', 'male'] as const

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'text without control characters')
const country = z
  .string()
  .refine(code => countries.has(code), 'a country code such as AU (ISO 3166-1 alpha-2)')
const date = z.string().refine(text => parseDate(text) !== undefined, 'a date such as 1980-03-14')

export const addressSchema = z.strictObject({
  street: line(200).optional(),
  city: line(100).optional(),
  /** As the post writes it there: VA, NSW. */
  state: line(50).optional(),
  postcode: line(20).optional(),
  country,
})
export type Address = z.output<typeof addressSchema>

export const subjectParticularsSchema = z.strictObject({
  kind: z.enum(['customer', 'counterparty', 'device']),
  subject_id: z.string().min(1).max(200),
  /** Of a person: given and family names as documents have them, without titles. */
  given_name: line(100).optional(),
  middle_name: line(100).optional(),
  family_name: line(100).optional(),
  /** Of an organisation. */
  organisation_name: line(200).optional(),
  also_known_as: z.array(line(200)).max(20).default([]),
  gender: z.enum(genders).optional(),
  birth_date: date.optional(),
  nationality: country.optional(),
  residence_country: country.optional(),
  occupation: line(200).optional(),
  addresses: z.array(addressSchema).max(20).default([]),
  phones: z
    .array(
      z.strictObject({
        country_prefix: z
          .string()
          .regex(/^\d{1,4}$/)
          .optional(),
        number: line(40),
      }),
    )
    .max(20)
    .default([]),
  emails: z.array(z.email().max(200)).max(20).default([]),
  identifications: z
    .array(
      z.strictObject({
        type: z.enum(identificationTypes),
        number: line(60),
        country: country.optional(),
        issued_on: date.optional(),
        expires_on: date.optional(),
      }),
    )
    .max(20)
    .default([]),
  /** Applications and the names used there. */
  online: z
    .array(z.strictObject({ application: line(100), user_name: line(200) }))
    .max(50)
    .default([]),
})
export type SubjectParticulars = z.output<typeof subjectParticularsSchema>

/** Of somebody of whom nothing was written down. */
export const nothingKnown = {
  also_known_as: [],
  addresses: [],
  phones: [],
  emails: [],
  identifications: [],
  online: [],
} satisfies Partial<SubjectParticulars>

/** What a statement rests on, by ids that the case has. */
export const evidenceSchema = z.strictObject({
  kind: z.enum(['payment', 'alert', 'subject', 'case']),
  id: z.string().min(1).max(200),
})
export type Evidence = z.output<typeof evidenceSchema>

export const concerns = ['exploitation', 'material', 'sextortion', 'travel', 'proceeds'] as const
export type Concern = (typeof concerns)[number]

export const particularsSchema = z.strictObject({
  /** What the report is about, where the typologies of its alerts do not say it well. */
  concerns: z.array(z.enum(concerns)).min(1).optional(),
  /** An earlier report that this one goes on with or mends, by the authority's number. */
  follows: z.strictObject({ how: z.enum(['continues', 'corrects']), receipt: line(60) }).optional(),
  subjects: z.array(subjectParticularsSchema).max(500).default([]),
  /** Sentences of people, in plain facts. */
  statements: z
    .array(
      z.strictObject({
        section: z.enum(['grounds', 'action']),
        text: line(2_000),
        evidence: z.array(evidenceSchema).max(200).default([]),
      }),
    )
    .max(200)
    .default([]),
})
export type Particulars = z.output<typeof particularsSchema>

/** A file of subjects from the institution's own records, for many cases at once. */
export const subjectsFileSchema = z.strictObject({ subjects: z.array(subjectParticularsSchema).max(100_000) })

export const noParticulars: Particulars = { subjects: [], statements: [] }
