import fc from 'fast-check'
import { hashOfJson } from '../domain/canonical.ts'
import { rails } from '../domain/tables.ts'
import { formatInstant } from '../domain/time.ts'
import { tell } from './drafting/tell.ts'
import { ownTemplate, type Template } from './drafting/template.ts'
import { flowsOf, totalsOf } from './gather/flows.ts'
import type { Institution } from './model/institution.ts'
import { nothingKnown, type Particulars } from './model/particulars.ts'
import type { Report, ReportedPayment, Subject } from './model/report.ts'

/** Reports of invented cases: every person, account and institution is made up. */

export const sampleInstitution: Institution = {
  name: 'Example Payments Inc',
  address: { street: '2 Example Street', city: 'Springfield', state: 'VA', postcode: '22150', country: 'US' },
  phone: '5550100000',
  contact_office: 'Financial Crime Team',
  contact_phone: '5550100001',
  contact_email: 'fincrime@example.com',
  fincen: {
    primary_regulator: '7',
    organisation_type: '4',
    ein: '000000001',
    transmitter_control_code: 'PBSA8180',
  },
  goaml: {
    rentity_id: '17',
    institution_code: 'EXAMPLE01',
    swift: 'EXAMUS00',
    branch: 'Head office',
    reporting_person: {
      gender: 'female',
      first_name: 'Synthetic',
      last_name: 'Reporter',
      nationality: 'AE',
      residence: 'AE',
      occupation: 'Compliance',
      phone: '5550100002',
      email: 'fincrime@example.com',
    },
  },
  austrac: { reporting_entity_number: '100000000' },
}

export function samplePayment(id: string, given: Readonly<Record<string, string>> = {}): ReportedPayment {
  const whole: Readonly<Record<string, string>> = {
    payment_id: id,
    booked_at: '2029-11-22T10:40:00Z',
    account_id: 'ACC-1',
    customer_id: 'SYNTHETIC-1',
    product: 'transaction',
    direction: 'out',
    amount: '51.20',
    currency: 'USD',
    rail: 'remittance',
    status: 'completed',
    counterparty_id: 'PAYEE-1',
    counterparty_name: 'Sample Recipient',
    counterparty_country: 'PH',
    ...given,
  }
  const copy = Object.fromEntries(Object.entries(whole).filter(([, text]) => text !== ''))
  return { payment_id: id, copy, hash: hashOfJson(copy), frozen: 'as evidence' }
}

export function sampleSubject(given: Partial<Subject> = {}): Subject {
  return {
    ...nothingKnown,
    kind: 'customer',
    subject_id: 'SYNTHETIC-1',
    given_name: 'Synthetic',
    family_name: 'Testperson',
    gender: 'male',
    birth_date: '1980-01-15',
    nationality: 'US',
    residence_country: 'US',
    occupation: 'Baker',
    addresses: [
      { street: '1 Example Street', city: 'Springfield', state: 'VA', postcode: '22150', country: 'US' },
    ],
    phones: [{ country_prefix: '1', number: '5550100003' }],
    emails: ['subject@example.com'],
    identifications: [
      {
        type: 'passport',
        number: 'X0000001',
        country: 'US',
        issued_on: '2025-01-01',
        expires_on: '2034-12-31',
      },
      {
        type: 'national_id',
        number: '198001500123',
        country: 'US',
        issued_on: '2020-01-01',
        expires_on: '2034-12-31',
      },
    ],
    role: 'suspected payer',
    customer_since: '2020-02-01',
    accounts: [{ account_id: 'ACC-1', product: 'transaction', opened_on: '2020-02-01', closed_on: null }],
    identifiers: [{ type: 'handle', value: 'sample_handle' }],
    ...given,
  }
}

export function sampleReport(
  given: Partial<Report> = {},
  {
    statements = [],
    template = ownTemplate(),
  }: { statements?: Particulars['statements']; template?: Template } = {},
): Report {
  const payments = given.payments ?? [
    samplePayment('P-1'),
    samplePayment('P-2', { booked_at: '2029-11-23T10:40:00Z', amount: '20.00' }),
  ]
  const home_currency = given.home_currency ?? 'USD'
  return tell(
    {
      format: 'lapwing-report-1',
      report_id: 'sample-report-1',
      case_id: 'sample-case-1',
      jurisdiction: 'US',
      authority: 'FinCEN',
      time_zone: 'America/New_York',
      called: 'suspicious activity report',
      drafted_at: '2030-03-17T17:46:40Z',
      suspicion: { formed_at: '2030-03-10T00:00:00Z', matter: 'any', due_at: '2030-04-09T04:00:00Z' },
      concerns: ['exploitation'],
      follows: null,
      institution: sampleInstitution,
      home_currency,
      subjects: [sampleSubject()],
      others: [],
      payments,
      totals: totalsOf(payments, home_currency),
      flows: flowsOf(payments, home_currency),
      indicators: [
        {
          alert_id: 'A-1',
          typology: 'live-distance-payer',
          title: 'Pays for live-distance abuse',
          indicator: 'small-repeated',
          says: '14 payments to people abroad in 90 days',
          comparison: '1 in 420 of 839 customers who send to Philippines',
          payment_count: 2,
          payment_ids: ['P-1', 'P-2'],
          sources: ['fatf-2025'],
        },
      ],
      sources: [
        {
          name: 'fatf-2025',
          citation: 'Financial Action Task Force, Detecting online exploitation (2025-03)',
        },
      ],
      actions: [
        {
          at: '2030-03-10T00:00:00Z',
          what: 'A case was opened.',
          evidence: [{ kind: 'case', id: 'sample-case-1' }],
        },
      ],
      protected: [],
      ...given,
    },
    template,
    statements,
  )
}

const instant = (at: number) => formatInstant(1_890_000_000_000_000 + at * 60_000_000)
const text = (most: number) =>
  fc.string({ unit: 'grapheme', maxLength: most }).map(each => each.replace(/[\p{Cc}\p{Cs}]/gu, '').trim())
const named = (most: number) =>
  fc.oneof(
    fc.constantFrom('Sara', "O'Neill", 'José', 'Łukasz', 'Владимир', 'فاطمة', '田中', 'Anne-Marie', 'Ngũgĩ'),
    text(most).filter(each => each !== ''),
  )
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const country = fc.constantFrom('AU', 'US', 'PH', 'AE', 'LK', 'GB', 'KH', 'JP')
const date = fc
  .integer({ min: 0, max: 20_000 })
  .map(day => new Date(day * 86_400_000).toISOString().slice(0, 10))

const paymentOf = (at: number, homeCurrency: string) =>
  fc
    .record({
      minutes: fc.nat(500_000),
      customer_id: fc.constantFrom('SYNTHETIC-1', 'SYNTHETIC-2'),
      direction: fc.constantFrom('in', 'out'),
      amount: fc
        .integer({ min: 0, max: 9_999_999 })
        .map(cents => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`),
      currency: fc.constantFrom(homeCurrency, 'EUR'),
      home: fc.integer({ min: 0, max: 19 }).map(each => each > 0),
      counterparty_institution: fc.constantFrom('', 'SAMPPHMM', '7010'),
      rail: fc.constantFrom(...rails),
      status: fc.constantFrom('completed', 'completed', 'attempted', 'reversed'),
      counterparty_id: fc.constantFrom('', 'PAYEE-1', 'PAYEE-2', 'PAYEE-3'),
      counterparty_name: fc.oneof(fc.constant(''), named(30)),
      counterparty_country: fc.oneof(fc.constant(''), country),
      reference_text: fc.oneof(fc.constant(''), text(60)),
    })
    .map(({ minutes, home, ...copy }) =>
      samplePayment(`P-${at}`, {
        ...copy,
        booked_at: instant(minutes),
        account_id: `ACC-${copy.customer_id.at(-1)}`,
        amount_home: copy.currency === homeCurrency || !home ? '' : copy.amount,
      }),
    )

const subjectOf = (kind: Subject['kind'], subject_id: string) =>
  fc
    .record({
      organisation: fc.boolean(),
      names: fc.record({
        given_name: maybe(named(30)),
        middle_name: maybe(named(30)),
        family_name: maybe(named(40)),
      }),
      organisation_name: named(60),
      also_known_as: fc.array(named(40), { maxLength: 3 }),
      gender: maybe(fc.constantFrom('female' as const, 'male' as const)),
      birth_date: maybe(date),
      nationality: maybe(country),
      residence_country: maybe(country),
      occupation: maybe(named(30)),
      addresses: fc.array(
        fc.record(
          {
            street: named(60),
            city: named(30),
            state: fc.constantFrom('VA', 'NSW'),
            postcode: fc.constantFrom('22150', '2000', 'SW1A 1AA'),
            country,
          },
          { requiredKeys: ['country'] },
        ),
        { maxLength: 2 },
      ),
      phones: fc.array(
        fc.record(
          {
            country_prefix: fc.constantFrom('1', '61', '971'),
            number: fc.constantFrom('5550100004', '0491 570 156'),
          },
          { requiredKeys: ['number'] },
        ),
        { maxLength: 2 },
      ),
      emails: fc.array(fc.constantFrom('subject@example.com', 'a.b+c@example.org'), { maxLength: 2 }),
      identifications: fc.array(
        fc.record(
          {
            type: fc.constantFrom(
              'passport' as const,
              'driving_licence' as const,
              'national_id' as const,
              'tax' as const,
              'other' as const,
            ),
            number: fc.constantFrom('X0000002', '000-00-0000', 'Ж123'),
            country,
            issued_on: date,
            expires_on: date,
          },
          { requiredKeys: ['type', 'number'] },
        ),
        { maxLength: 3 },
      ),
      role: fc.constantFrom('suspected payer', 'suspected facilitator', 'traveller', 'mule', 'merchant'),
      closed: fc.boolean(),
    })
    .map(({ organisation, names, organisation_name, closed, ...rest }): Subject => {
      const plain = Object.fromEntries(
        Object.entries({ ...rest, ...(organisation ? { organisation_name } : names) }).filter(
          ([, value]) => value !== undefined,
        ),
      )
      return {
        ...nothingKnown,
        ...(plain as Partial<Subject>),
        role: rest.role,
        kind,
        subject_id,
        customer_since: kind === 'customer' ? '2020-02-01' : null,
        accounts:
          kind === 'customer'
            ? [
                {
                  account_id: `ACC-${subject_id.at(-1)}`,
                  product: 'transaction',
                  opened_on: '2020-02-01',
                  closed_on: closed ? '2029-01-01' : null,
                },
              ]
            : [],
        identifiers: [],
      }
    })

/** A report of a random case; names in any script, and much that is not known. */
export function randomReport(given: Partial<Report> = {}): fc.Arbitrary<Report> {
  const home = given.home_currency ?? 'USD'
  return fc
    .record({
      payments: fc
        .integer({ min: 1, max: 12 })
        .chain(count => fc.tuple(...Array.from({ length: count }, (_, at) => paymentOf(at, home)))),
      subjects: fc.tuple(subjectOf('customer', 'SYNTHETIC-1'), subjectOf('counterparty', 'PAYEE-1')),
      both: fc.boolean(),
      concern: fc.constantFrom(
        'exploitation' as const,
        'sextortion' as const,
        'travel' as const,
        'proceeds' as const,
      ),
      /** Much is known of them, and not only what the book has. */
      complete: fc.boolean(),
      long: fc.integer({ max: 9, min: 0 }).map(each => each === 0),
    })
    .map(({ payments, subjects, both, concern, complete, long }) =>
      sampleReport(
        {
          ...given,
          payments: payments
            .map(({ payment_id, copy }) =>
              samplePayment(payment_id, complete ? { ...copy, ...wellKnown(copy.amount!) } : copy),
            )
            .sort((one, other) => (one.copy.booked_at! < other.copy.booked_at! ? -1 : 1)),
          subjects: (both ? subjects : subjects.slice(0, 1)).map(each =>
            complete ? { ...sampleSubject(), ...namesOf(each), ...partOf(each) } : each,
          ),
          concerns: [concern],
        },
        {
          statements: long
            ? Array.from({ length: 9 }, () => ({
                section: 'grounds' as const,
                text: 'A long account of facts. '.repeat(60).trim(),
                evidence: [],
              }))
            : [],
        },
      ),
    )
}

function wellKnown(amount: string): Readonly<Record<string, string>> {
  return {
    amount_home: amount,
    counterparty_id: 'PAYEE1',
    counterparty_name: 'Sample Recipient',
    counterparty_country: 'PH',
    counterparty_institution: 'SAMPPHMM',
  }
}

/** Random names over those of the sample, where there are any in it. */
function namesOf({ given_name, family_name }: Subject): Partial<Subject> {
  return {
    ...(given_name === undefined ? {} : { given_name }),
    ...(family_name === undefined ? {} : { family_name }),
  }
}

function partOf({ kind, subject_id, role, accounts, customer_since }: Subject): Partial<Subject> {
  return { kind, subject_id, role, accounts, customer_since }
}
