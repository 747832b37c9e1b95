import { formatInstant } from '../../domain/time.ts'
import type { Concern } from '../model/particulars.ts'
import { type Report, type Subject, subjectLabel } from '../model/report.ts'
import type { Said } from '../schema/shape.ts'
import { narrativeFor, ruleProblem, type WriteOptions, type Written, writeBySchema } from './write.ts'

/**
 * A report to the CyberTipline of the National Center for Missing & Exploited Children. Its schema has no place for accounts and payments,
 * so they are told in the text. No file of any kind goes with it, and of whoever may be harmed nothing is written.
 *
 * The duty to report by it is of electronic service providers (18 USC 2258A); for others it is a way that is open to them.
 */
export function writeCybertip(report: Report, options: WriteOptions): Written {
  const { institution, concerns, totals } = report
  const incidentType = incidentTypes[concerns.find(each => incidentTypes[each] !== undefined) ?? 'proceeds']
  const first = totals.first_at
  if (incidentType === undefined || first === null) {
    const message =
      'The CyberTipline has no type of incident for this: say in the particulars that the report is about exploitation, sextortion or travel, or report it elsewhere.'
    return { valid: false, problems: [ruleProblem('concerns', message)], notices: [] }
  }
  const subjects = report.subjects.filter(each => each.kind !== 'device')
  const said: Said = {
    incidentSummary: {
      incidentType,
      platform: institution.name,
      reportAnnotations: concerns.includes('sextortion') ? { sextortion: 'true' } : undefined,
      incidentDateTime: formatInstant(Date.parse(first) * 1_000),
      incidentDateTimeDescription: 'The first of the payments that are reported.',
    },
    internetDetails: {
      nonInternetIncident: {
        additionalInfo: 'Seen in records of payments. No content of any kind is held.',
      },
    },
    reporter: {
      reportingPerson: { email: institution.contact_email, phone: digits(institution.contact_phone) },
      contactPerson: { email: institution.contact_email, phone: digits(institution.contact_phone) },
    },
    personOrUserReported: subjects.map(reported),
    additionalInfo: narrativeFor(report, options),
  }
  return writeBySchema('report', said, options)
}

/** What is closest among the eight types that there are, by their own names. */
const incidentTypes: Readonly<Partial<Record<Concern, string>>> = {
  sextortion: 'Online Enticement of Children for Sexual Acts',
  travel: 'Child Sex Tourism',
  material: 'Child Pornography (possession, manufacture, and distribution)',
  exploitation: 'Child Sex Trafficking',
}

function reported(subject: Subject): Said {
  const { given_name, family_name, organisation_name, phones, emails, birth_date } = subject
  const ofType = (type: string) =>
    subject.identifiers.filter(each => each.type === type).map(each => each.value)
  return {
    personOrUserReportedPerson: {
      firstName: given_name,
      lastName: family_name ?? organisation_name,
      phone: [...phones.map(each => each.number), ...ofType('phone')].map(digits),
      email: [...emails, ...ofType('email')],
      address: subject.addresses.map(({ street, city, state, postcode, country }) => ({
        address: street,
        city,
        zipCode: postcode,
        state: country === 'US' ? state : undefined,
        nonUsaState: country === 'US' ? undefined : state,
        country,
      })),
      dateOfBirth: birth_date,
    },
    espIdentifier: subject.subject_id,
    screenName: [...subject.online.map(each => each.user_name), ...ofType('handle')],
    displayName: subject.also_known_as,
    additionalInfo: `${subjectLabel(subject)}: ${subject.role}.`,
  }
}

function digits(number: string): string {
  return number.replace(/\D/g, '')
}
