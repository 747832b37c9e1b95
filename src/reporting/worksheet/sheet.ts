import { localTime } from '../../casework/payment.ts'
import { countryName } from '../../domain/countries.ts'
import {
  type Report,
  type Subject,
  sentencesIn,
  subjectLabel,
  subjectName,
  victimNumber,
} from '../model/report.ts'

/** What is to be keyed into a form, part by part; the printed sheet and the structured data are both made from it. */
export interface Sheet {
  readonly title: string
  readonly parts: readonly Part[]
}

export interface Part {
  readonly heading: string
  /** Only what is known: the form's other fields stay empty. */
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  readonly paragraphs: readonly string[]
  readonly table?: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly string[])[]
  }
}

const crimes: Readonly<Record<Report['concerns'][number], string>> = {
  exploitation: 'Child exploitation',
  material: 'Child exploitation: material',
  sextortion: 'Child exploitation: extortion by intimate images',
  travel: 'Child exploitation: travel',
  proceeds: 'Money laundering: proceeds of child exploitation',
}

/**
 * A suspicious matter report for keying in at AUSTRAC, by the parts that the published table of contents of SMR 3.0 names. It is a
 * worksheet and no file of AUSTRAC's: its schema is not public.
 */
export function austracSheet(report: Report): Sheet {
  const { institution, suspicion, subjects } = report
  const own = ['subjects', 'payments', 'action', 'sources']
  return {
    title: 'Suspicious matter report: worksheet',
    parts: [
      part('Reporting entity', [
        ['Reporting entity number', institution.austrac?.reporting_entity_number],
        ['Name', institution.name],
        ['Branch', institution.austrac?.reporting_branch],
        ['Contact office', institution.contact_office],
        ['Contact phone', institution.contact_phone],
        ['Contact email', institution.contact_email],
        ['Own reference', report.report_id],
        ['Goes on from, or corrects', report.follows?.receipt],
      ]),
      part('Suspicion', [
        ['Date on which it was formed (UTC)', suspicion.formed_at],
        ['To be lodged before (UTC)', suspicion.due_at],
        ['Crime or threat', report.concerns.map(each => crimes[each]).join('; ')],
      ]),
      ...subjects.map((each, at) => partyPart(each, `Involved party ${at + 1}: ${subjectLabel(each)}`)),
      transactions(report),
      {
        heading: 'Grounds for suspicion',
        fields: [],
        paragraphs: sentencesIn(report, sectionsBut(report, own)),
      },
      { heading: 'Action taken', fields: [], paragraphs: sentencesIn(report, ['action']) },
      { heading: 'Published sources', fields: [], paragraphs: sentencesIn(report, ['sources']) },
    ],
  }
}

function sectionsBut({ narrative }: Report, own: readonly string[]): readonly string[] {
  return narrative.map(each => each.section).filter(each => !own.includes(each))
}

function part(heading: string, fields: readonly (readonly [string, string | null | undefined])[]): Part {
  const known = fields.flatMap(([label, value]) => (value ? [{ label, value }] : []))
  return { heading, fields: known, paragraphs: [] }
}

function partyPart(subject: Subject, heading: string): Part {
  const country = (code: string | undefined) => code && countryName(code)
  const { addresses, identifications, accounts, identifiers, online } = subject
  return part(heading, [
    ['Role', subject.role],
    ['Kind', subject.organisation_name === undefined ? undefined : 'Organisation'],
    ['Full name', subjectName(subject)],
    ['Own customer number', subject.kind === 'customer' ? subject.subject_id : undefined],
    ['Account or wallet', subject.kind === 'counterparty' ? subject.subject_id : undefined],
    ['Device', subject.kind === 'device' ? subject.subject_id : undefined],
    ...subject.also_known_as.map(name => ['Also known as', name] as const),
    ['Date of birth', subject.birth_date],
    ['Gender', subject.gender],
    ['Citizenship', country(subject.nationality)],
    ['Residence', country(subject.residence_country)],
    ['Occupation', subject.occupation],
    ['Customer since', subject.customer_since],
    ...addresses.map(
      ({ street, city, state, postcode, country: code }) =>
        ['Address', [street, city, state, postcode, countryName(code)].filter(Boolean).join(', ')] as const,
    ),
    ...subject.phones.map(
      ({ country_prefix, number }) =>
        ['Phone', country_prefix === undefined ? number : `+${country_prefix} ${number}`] as const,
    ),
    ...subject.emails.map(email => ['Email', email] as const),
    // A tax file number must not be reported.
    ...identifications
      .filter(each => each.type !== 'tax')
      .map(
        each =>
          [
            `Identification: ${each.type.replaceAll('_', ' ')}`,
            [
              each.number,
              country(each.country),
              each.issued_on && `issued ${each.issued_on}`,
              each.expires_on && `expires ${each.expires_on}`,
            ]
              .filter(Boolean)
              .join(', '),
          ] as const,
      ),
    ...accounts.map(
      ({ account_id, product, opened_on, closed_on }) =>
        [
          'Account',
          [
            account_id,
            product.replaceAll('_', ' '),
            opened_on && `opened ${opened_on}`,
            closed_on && `closed ${closed_on}`,
          ]
            .filter(Boolean)
            .join(', '),
        ] as const,
    ),
    ...identifiers
      .filter(each => each.type !== 'document')
      .map(
        ({ type, value }) =>
          [type === 'payid' ? 'Account proxy (PayID)' : `Identifier: ${type}`, value] as const,
      ),
    ...online.map(
      ({ application, user_name }) => ['Online activity', `${user_name} on ${application}`] as const,
    ),
  ])
}

/** Every payment; of possible victims no account. */
function transactions(report: Report): Part {
  const { totals, home_currency, payments } = report
  const sum = ({ payments, amount, without_amount: without }: typeof totals.out) => {
    if (payments === 0) return undefined
    const told = `${payments} payment${payments === 1 ? '' : 's'}`
    if (without === 0) return `${told}, ${home_currency} ${amount}`
    const unknown = `amount in ${home_currency} not known`
    if (without === payments) return `${told}, ${unknown}`
    return `${told}, ${home_currency} ${amount} without ${without} of them (${unknown})`
  }
  const hidden = (kind: string, id: string | undefined) => {
    const number = victimNumber(report, kind, id)
    return number && `possible victim ${number}`
  }
  return {
    ...part('Transactions', [
      ['Sent, completed', sum(totals.out)],
      ['Received, completed', sum(totals.in)],
      ['First (UTC)', totals.first_at],
      ['Last (UTC)', totals.last_at],
    ]),
    table: {
      columns: [
        'Time (UTC)',
        'Way',
        'Amount',
        'Own account',
        'Other side',
        'Country',
        'By',
        'Reference of payment',
      ],
      rows: payments.map(({ payment_id, copy }) => [
        [
          copy.booked_at!.slice(0, 16).replace('T', ' '),
          copy.utc_offset_minutes && `there ${localTime(copy.booked_at!, copy.utc_offset_minutes).slice(11)}`,
        ]
          .filter(Boolean)
          .join(', '),
        `${copy.direction}${copy.status === 'completed' ? '' : `, ${copy.status}`}`,
        `${copy.currency} ${copy.amount}`,
        hidden('customer', copy.customer_id) ?? copy.account_id ?? '',
        hidden('counterparty', copy.counterparty_id) ??
          [copy.counterparty_name, copy.counterparty_id].filter(Boolean).join(' '),
        copy.counterparty_country ?? '',
        (copy.rail ?? '').replaceAll('_', ' '),
        payment_id,
      ]),
    },
  }
}
