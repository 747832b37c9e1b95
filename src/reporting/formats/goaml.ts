import type { PaymentRecord } from '../../book/evidence.ts'
import { countryName } from '../../domain/countries.ts'
import { homeAmount } from '../gather/flows.ts'
import { type Address, nothingKnown, type SubjectParticulars } from '../model/particulars.ts'
import {
  narrativeText,
  partyIn,
  type Report,
  type ReportedPayment,
  type Subject,
  sentencesIn,
  subjectName,
  victimNumber,
} from '../model/report.ts'
import { decimalOf, tenThousandths } from '../model/sum.ts'
import type { GoamlProfile } from '../packs/goamlProfile.ts'
import type { Finding, Said } from '../schema/shape.ts'
import { localDateTime } from './localTime.ts'
import { notForLodging, ruleProblem, type WriteOptions, type Written, writeBySchema } from './write.ts'

/**
 * A suspicious transaction report in goAML, the format of UNODC for financial intelligence units. Each unit edits the schema, so this says
 * what a report knows by the names of all editions (4.x, 5.0.1, 5.0.2), and the schema of the pack decides what is written.
 */
export function writeGoaml(report: Report, options: WriteOptions): Written {
  const { profile } = options.pack
  const own = report.institution.goaml
  if (own === undefined || profile === undefined) {
    const message =
      own === undefined
        ? 'The institution has no registration with goAML written down.'
        : 'This pack has no profile of codes: add it again with --profile FILE.'
    return { valid: false, problems: [ruleProblem('institution/goaml', message)], notices: [] }
  }
  const problems: Finding[] = []
  const now = localDateTime(options.at, report.time_zone)
  const { reporting_person: person } = own
  const said: Said = {
    rentity_id: own.rentity_id,
    rentity_branch: own.rentity_branch,
    submission_code: profile.submission,
    report_code: profile.report,
    entity_reference: options.draft ? `DRAFT ${report.report_id}` : report.report_id,
    fiu_ref_number: report.follows?.receipt,
    submission_date: now,
    currency_code_local: report.home_currency,
    ...(own.reporting_user_code !== undefined
      ? { reporting_user_code: own.reporting_user_code }
      : person !== undefined && {
          reporting_person: {
            gender: person.gender && profile.gender[person.gender],
            first_name: person.first_name,
            last_name: person.last_name,
            nationality1: person.nationality,
            residence: person.residence,
            occupation: person.occupation,
            email: person.email,
            phones:
              person.phone === undefined
                ? undefined
                : { phone: [phoneOf({ number: person.phone }, profile)] },
          },
        }),
    location: addressOf(report.institution.address, profile),
    reason: reasonOf(report, options),
    action: sentencesIn(report, ['action']).join(' ') || undefined,
    transaction: report.payments.map(payment => transactionOf(payment, report, profile, problems)),
    report_indicators: { indicator: profile.indicators },
  }
  return writeBySchema('report', said, options, { problems, never: parties, again: otherEditions, remedies })
}

/** Whoever a report is about stands in it, or it is not written. */
const parties: ReadonlySet<string> = new Set(['signatory', 't_entity'])

/** How later editions say what `email` and `identification` say. */
const otherEditions: ReadonlySet<string> = new Set(['emails', 'identifications'])

const write = (what: string) => `Write ${what} in the particulars of this party.`
const remedies: Readonly<Record<string, string>> = {
  first_name: write('given_name'),
  last_name: write('family_name'),
  birthdate: write('birth_date'),
  nationality1: write('nationality'),
  residence: write('residence_country'),
  occupation: write('occupation'),
  business: write('occupation'),
  phones: write('phones'),
  addresses: write('addresses'),
  id_number: write('an identification'),
  ssn: write('an identification of type national_id'),
  identification: write('an identification with its dates'),
  signatory: write('given_name and family_name'),
  account_name: write('a name'),
  institution_name:
    'Import counterparty_institution for this payment, or write the name of whoever was paid in particulars.',
  institution_code: 'Write institution_code or swift under goaml in the description of the institution.',
  indicator: 'Name the indicators of this report in the profile of the pack.',
  director_id:
    'This edition wants the directors of an organisation, which Lapwing does not hold: report it in the authority’s own form.',
}

/** What has no field of its own: parties, payments and actions stand in theirs. */
function reasonOf(report: Report, { draft }: WriteOptions): string {
  const own = ['subjects', 'payments', 'action']
  const told = narrativeText({ narrative: report.narrative.filter(each => !own.includes(each.section)) })
  return draft ? `${notForLodging} ${told}` : told
}

function transactionOf(
  { payment_id, copy }: ReportedPayment,
  report: Report,
  profile: GoamlProfile,
  problems: Finding[],
): Said {
  const amount = homeAmount(copy, report.home_currency)
  if (amount === undefined) {
    problems.push(
      ruleProblem(
        `payments/${payment_id}`,
        `The amount in ${report.home_currency} is not known: import amount_home for this payment, or take it out of the evidence.`,
      ),
    )
  }
  const rail = copy.rail as keyof GoamlProfile['funds']
  const isOut = copy.direction === 'out'
  const funds = profile.funds[rail] ?? profile.funds.otherwise
  const country = (code: string | undefined, name: string) => {
    if (code === undefined) {
      problems.push(
        ruleProblem(
          `payments/${payment_id}`,
          `The country of the ${name} is not known, and goAML wants one.`,
        ),
      )
    }
    return code
  }
  const foreign = foreignOf(copy, report.home_currency, amount)
  const own = ownSide(copy, report, profile)
  const other = otherSide(copy, report, profile)
  const ownCountry = report.institution.address.country
  const otherCountry = country(copy.counterparty_country, 'other side')
  const [from, to] = isOut ? [own, other] : [other, own]
  const [fromCountry, toCountry] = isOut ? [ownCountry, otherCountry] : [otherCountry, ownCountry]
  const sideOf = (way: 'from' | 'to', party: Said, at: string | undefined): Said => ({
    [`${way}_funds_code`]: funds,
    // A party that is told as a person has no other place for the account or wallet.
    [`${way}_funds_comment`]:
      (way === 'to') === isOut && copy.counterparty_id !== undefined
        ? `Account ${copy.counterparty_id}`
        : undefined,
    [`${way}_foreign_currency`]: foreign,
    [`${way}_account`]: party.account,
    [`${way}_person`]: party.person,
    [`${way}_entity`]: party.entity,
    [`${way}_country`]: at,
  })
  return {
    ...profile.constants.transaction,
    transactionnumber: payment_id,
    internal_ref_number: copy.external_reference,
    transaction_description: descriptionOf(copy),
    date_transaction: localDateTime(Date.parse(copy.booked_at!) * 1_000, report.time_zone),
    transmode_code: profile.transmode[rail] ?? profile.transmode.otherwise,
    amount_local: amount === undefined ? undefined : decimalOf(amount, report.home_currency),
    ...Object.fromEntries(
      from.map(([kind, party]) => [
        kind === 'client' ? 't_from_my_client' : 't_from',
        sideOf('from', party, fromCountry),
      ]),
    ),
    ...Object.fromEntries(
      to.map(([kind, party]) => [
        kind === 'client' ? 't_to_my_client' : 't_to',
        sideOf('to', party, toCountry),
      ]),
    ),
  }
}

/** In which form each side can be told; the schema takes the first that is whole. */
type Sides = readonly (readonly ['client' | 'other', Said])[]

/** A subject as a client, with all that is known; of anybody else the account alone. */
function ownSide(copy: PaymentRecord, report: Report, profile: GoamlProfile): Sides {
  const subject = partyIn(report.subjects, 'customer', copy.customer_id)
  if (subject !== undefined) return [['client', client(subject, copy.account_id, report, profile)]]
  const { customer_id: id } = copy
  const hidden = victimNumber(report, 'customer', id)
  const known = partyIn(report.others, 'customer', id)
  const label =
    hidden !== undefined
      ? `possible victim ${hidden}`
      : ((known && subjectName(known)) ?? (id && `customer ${id}`))
  const account = { ...ownAccount(copy.account_id, report, profile), account_name: label }
  return [['other', { account }]]
}

function otherSide(copy: PaymentRecord, report: Report, profile: GoamlProfile): Sides {
  const { counterparty_id: id, counterparty_institution: institution } = copy
  const holder = report.subjects.find(each => each.accounts.some(account => account.account_id === id))
  if (holder !== undefined && holder.kind === 'customer') {
    return [['client', client(holder, id, report, profile)]]
  }
  const known = partyIn(report.subjects, 'counterparty', id) ?? partyIn(report.others, 'counterparty', id)
  const account: Said | undefined =
    id === undefined
      ? undefined
      : {
          institution_name: institution,
          ...(isBic(institution) ? { swift: institution } : { institution_code: institution }),
          account: id,
          currency_code: copy.currency,
          account_name: copy.counterparty_name,
        }
  const hidden = report.protected.some(each => each.subject_id === id)
  if (hidden) return [['other', { account }]]
  const named = known !== undefined && subjectName(known) !== undefined ? known : byName(copy)
  return [['other', { account, ...partyOf(named, profile) }]]
}

/** A business identifier code, ISO 9362. */
function isBic(code: string | undefined): boolean {
  return code !== undefined && /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)
}

/** By the name that the payment has: its last word as the family name. */
function byName({ counterparty_name: name = '', counterparty_country }: PaymentRecord): SubjectParticulars {
  const words = name
    .trim()
    .split(/\s+/)
    .filter(each => each !== '')
  return {
    ...nothingKnown,
    kind: 'counterparty',
    subject_id: '',
    ...(words.length > 1 ? { given_name: words.slice(0, -1).join(' ') } : {}),
    ...(words.length > 0 ? { family_name: words.at(-1)! } : {}),
    ...(counterparty_country === undefined ? {} : { residence_country: counterparty_country }),
  }
}

function client(
  subject: Subject,
  accountId: string | undefined,
  report: Report,
  profile: GoamlProfile,
): Said {
  const found = subject.accounts.find(each => each.account_id === accountId)
  const party = partyOf(subject, profile)
  return {
    ...party,
    account: {
      ...ownAccount(accountId, report, profile),
      account_name: subjectName(subject),
      client_number: subject.subject_id,
      ...(found && {
        personal_account_type: accountType(found.product, profile),
        opened: midnight(found.opened_on),
        closed: midnight(found.closed_on),
      }),
      t_entity: party.entity,
      signatory:
        party.person === undefined
          ? undefined
          : { is_primary: 'true', t_person: party.person, role: profile.account_role },
    },
  }
}

function ownAccount(accountId: string | undefined, report: Report, profile: GoamlProfile): Said {
  const { goaml, name } = report.institution
  const { product } = report.payments.find(({ copy }) => copy.account_id === accountId)?.copy ?? {}
  return {
    ...profile.constants.account,
    institution_name: name,
    institution_code: goaml!.institution_code,
    swift: goaml!.swift,
    branch: goaml!.branch,
    account: accountId,
    currency_code: report.home_currency,
    personal_account_type: product === undefined ? undefined : accountType(product, profile),
    status_code: profile.account_status,
  }
}

function accountType(product: string, profile: GoamlProfile): string {
  return profile.account_type[product as keyof GoamlProfile['account_type']] ?? profile.account_type.otherwise
}

function partyOf(of: SubjectParticulars, profile: GoamlProfile): { person?: Said; entity?: Said } {
  const phones = of.phones.length === 0 ? undefined : { phone: of.phones.map(each => phoneOf(each, profile)) }
  const addresses =
    of.addresses.length === 0 ? undefined : { address: of.addresses.map(each => addressOf(each, profile)) }
  const emails = of.emails.length === 0 ? undefined : { email: of.emails }
  const contact = { phones, addresses, email: of.emails, emails }
  if (of.organisation_name !== undefined) {
    return {
      entity: {
        ...profile.constants.entity,
        name: of.organisation_name,
        business: of.occupation,
        incorporation_country_code: of.residence_country,
        ...contact,
      },
    }
  }
  const passport = of.identifications.find(each => each.type === 'passport')
  const first = of.identifications.find(each => each.type !== 'tax')
  const identifications = of.identifications
    .filter(each => each.type !== 'tax')
    .map(({ type, number, country, issued_on, expires_on }) => ({
      ...profile.constants.identification,
      type: profile.identification[type] ?? profile.identification.otherwise,
      number,
      issue_date: midnight(issued_on),
      expiry_date: midnight(expires_on),
      issue_country: country,
    }))
  const full = subjectName(of)
  const hasOtherScript = full !== undefined && /[^\p{ASCII}]/u.test(full)
  return {
    person: {
      ...profile.constants.person,
      gender: of.gender === undefined ? profile.gender.unknown : profile.gender[of.gender],
      first_name: of.given_name,
      middle_name: of.middle_name,
      last_name: of.family_name,
      birthdate: midnight(of.birth_date),
      alias: of.also_known_as[0],
      full_name_frn: hasOtherScript ? full : undefined,
      ssn: of.identifications.find(each => each.type === 'national_id')?.number,
      passport_number: passport?.number,
      passport_country: passport?.country,
      id_number: first?.number,
      nationality1: of.nationality,
      residence: of.residence_country,
      ...contact,
      social_media:
        of.online.length === 0
          ? undefined
          : {
              social_account: of.online.map(({ application, user_name }) => ({
                platform: application,
                user_name,
              })),
            },
      occupation: of.occupation,
      identification: identifications,
      identifications: identifications.length === 0 ? undefined : { identification: identifications },
    },
  }
}

function phoneOf(
  { country_prefix, number }: { readonly country_prefix?: string | undefined; readonly number: string },
  profile: GoamlProfile,
): Said {
  return {
    tph_contact_type: profile.contact_type,
    tph_communication_type: profile.communication_type,
    tph_country_prefix: country_prefix,
    tph_number: number.replace(/[^\d+]/g, ''),
  }
}

function addressOf({ street, city, state, postcode, country }: Address, profile: GoamlProfile): Said {
  return {
    address_type: profile.contact_type,
    address: street,
    city,
    zip: postcode,
    country_code: country,
    state,
  }
}

/** In words of the payment: what it was, whether it went through, and what was written with it. */
function descriptionOf({
  rail = '',
  status,
  direction,
  counterparty_country,
  reference_text,
}: PaymentRecord): string {
  const way = direction === 'out' ? 'to' : 'from'
  const where = counterparty_country === undefined ? '' : ` ${way} ${countryName(counterparty_country)}`
  const unfinished = status === 'completed' ? '' : `, ${status}`
  const reference = reference_text === undefined ? '' : `. Reference: ${reference_text}`
  return `Payment by ${rail.replaceAll('_', ' ')}${where}${unfinished}${reference}`
}

function foreignOf(copy: PaymentRecord, homeCurrency: string, home: bigint | undefined): Said | undefined {
  const amount = tenThousandths(copy.amount ?? '')
  if (copy.currency === homeCurrency || home === undefined || !amount) return undefined
  const rate = String((home * 1_000_000n + amount / 2n) / amount).padStart(7, '0')
  return {
    foreign_currency_code: copy.currency,
    foreign_amount: copy.amount,
    foreign_exchange_rate: `${rate.slice(0, -6)}.${rate.slice(-6)}`,
  }
}

/** A day as goAML wants it, with a time. */
function midnight(day: string | null | undefined): string | undefined {
  return day ? `${day}T00:00:00` : undefined
}
