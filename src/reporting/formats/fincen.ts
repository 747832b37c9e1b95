import { formatDate } from '../../domain/time.ts'
import type { Address } from '../model/particulars.ts'
import type { Report, Subject } from '../model/report.ts'
import { decimalOf, tenThousandths, wholeUp } from '../model/sum.ts'
import type { Finding, Said } from '../schema/shape.ts'
import { flattened } from '../schema/xml.ts'
import { narrativeFor, ruleProblem, type WriteOptions, type Written, writeBySchema } from './write.ts'

/**
 * FinCEN's suspicious activity report for batch filing (SAR XML 2.0; FinCEN SAR XML user guide 1.6, August 2021), with the conventions
 * of two notices: FIN-2021-NTC3 on online child sexual exploitation, and FIN-2025-NTC2 on sextortion for money.
 */

/** Codes of the schema's own lists. */
const party = {
  transmitter: '35',
  transmitterContact: '37',
  filer: '30',
  contactOffice: '8',
  location: '34',
  subject: '33',
  accountInstitution: '41',
} as const
const identification = {
  ssn: '1',
  ein: '2',
  tin: '4',
  licence: '5',
  passport: '6',
  foreign: '9',
  transmitterCode: '28',
  internal: '29',
  other: '999',
} as const
const yes = 'Y'
const blockLength = 4_000
const blocksMax = 5

/** By which notice a report goes: its key term in field 2, and the type in field 38(z). */
const conventions = {
  sextortion: { note: 'FIN-2025-SEXTORTION', type: 'SEXTORTION' },
  exploitation: { note: 'OCSE-FIN-2021-NTC3', type: 'OCSE' },
} as const

export function writeFincen(report: Report, options: WriteOptions): Written {
  const problems: Finding[] = []
  const { institution } = report
  const own = institution.fincen
  if (own === undefined) {
    return refused('institution/fincen', 'The institution has no registration with FinCEN written down.')
  }
  if (report.home_currency !== 'USD') {
    problems.push(
      ruleProblem(
        'home_currency',
        `FinCEN takes US dollars, and this book counts in ${report.home_currency}: convert amounts at booking (amount_home) and set the book's home currency to USD.`,
      ),
    )
  }
  const { note, type } = conventions[report.concerns.includes('sextortion') ? 'sextortion' : 'exploitation']
  const subjects = report.subjects.filter(each => each.kind !== 'device')
  const narrative = narrativeOf(report, options, note, problems)
  const amount = wholeUp(totalOf(report))
  const { totals, follows } = report
  const unknownAmounts = totals.out.without_amount + totals.in.without_amount > 0 && amount === '0'
  const address = addressOf(institution.address)
  const said: Said = {
    FormTypeCode: 'SARX',
    Activity: {
      EFilingPriorDocumentNumber: follows === null ? undefined : digits(follows.receipt, problems),
      FilingDateText: day(formatDate(options.at)),
      FilingInstitutionNotetoFinCEN: note,
      ActivityAssociation: {
        InitialReportIndicator: follows === null ? yes : undefined,
        ContinuingActivityReportIndicator: follows?.how === 'continues' ? yes : undefined,
        CorrectsAmendsPriorReportIndicator: follows?.how === 'corrects' ? yes : undefined,
      },
      Party: [
        {
          ActivityPartyTypeCode: party.transmitter,
          PartyName: legalName(own.transmitter_name ?? institution.name),
          Address: address,
          PhoneNumber: { PhoneNumberText: institution.phone },
          PartyIdentification: [
            {
              PartyIdentificationNumberText: own.transmitter_tin ?? own.ein,
              PartyIdentificationTypeCode: identification.tin,
            },
            {
              PartyIdentificationNumberText: own.transmitter_control_code,
              PartyIdentificationTypeCode: identification.transmitterCode,
            },
          ],
        },
        {
          ActivityPartyTypeCode: party.transmitterContact,
          PartyName: legalName(institution.contact_office),
        },
        {
          ...institutionParty(report, party.filer),
          PartyIdentification: [
            { PartyIdentificationNumberText: own.ein, PartyIdentificationTypeCode: identification.ein },
            {
              PartyIdentificationNumberText: report.report_id.slice(0, 25),
              PartyIdentificationTypeCode: identification.internal,
            },
          ],
        },
        {
          ActivityPartyTypeCode: party.contactOffice,
          PartyName: legalName(institution.contact_office),
          PhoneNumber: { PhoneNumberText: institution.contact_phone },
        },
        {
          ...institutionParty(report, party.location),
          PartyIdentification: {
            PartyIdentificationNumberText: own.ein,
            PartyIdentificationTypeCode: identification.ein,
          },
        },
        ...subjects.map(each => subjectParty(each, report)),
      ],
      SuspiciousActivity: {
        AmountUnknownIndicator: unknownAmounts ? yes : undefined,
        NoAmountInvolvedIndicator: amount === '0' && !unknownAmounts ? yes : undefined,
        SuspiciousActivityFromDateText: day(totals.first_at ?? ''),
        SuspiciousActivityToDateText: day(totals.last_at ?? ''),
        TotalSuspiciousAmountText: amount === '0' ? undefined : amount,
        SuspiciousActivityClassification: {
          OtherSuspiciousActivityTypeText: type,
          SuspiciousActivitySubtypeID: '9999',
          SuspiciousActivityTypeID: '9',
        },
      },
      ActivityNarrativeInformation: narrative.map((text, at) => ({
        ActivityNarrativeSequenceNumber: String(at + 1),
        ActivityNarrativeText: text,
      })),
    },
  }
  return writeBySchema('EFilingBatchXML', said, options, {
    prefix: 'fc2:',
    numbered: 'SeqNum',
    problems,
    rootAttributes: {
      'xmlns:fc2': 'www.fincen.gov/base',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': 'www.fincen.gov/base https://www.fincen.gov/base/EFL_SARXBatchSchema.xsd',
      TotalAmount: amount,
      PartyCount: String(subjects.length),
      ActivityCount: '1',
      ActivityAttachmentCount: '0',
      AttachmentCount: '0',
    },
  })
}

/** Both directions together: small payments are reported as one sum, and told by counterparty in the narrative. */
function totalOf({ totals, home_currency }: Report): string {
  const sum = tenThousandths(totals.out.amount)! + tenThousandths(totals.in.amount)!
  return decimalOf(sum, home_currency)
}

function institutionParty(report: Report, code: string): Said {
  const { name, address, fincen } = report.institution
  return {
    ActivityPartyTypeCode: code,
    PrimaryRegulatorTypeCode: fincen!.primary_regulator,
    PartyName: legalName(name),
    Address: addressOf(address),
    OrganizationClassificationTypeSubtype: {
      OrganizationTypeID: fincen!.organisation_type,
      OrganizationSubtypeID: fincen!.organisation_subtype,
    },
  }
}

function subjectParty(subject: Subject, report: Report): Said {
  const { kind, subject_id, identifications } = subject
  const isCustomer = kind === 'customer'
  const isOrganisation = subject.organisation_name !== undefined
  const mine = report.payments.filter(({ copy }) =>
    isCustomer ? copy.customer_id === subject_id : copy.counterparty_id === subject_id,
  )
  const sends = mine.some(({ copy }) => (copy.direction === 'out') === isCustomer)
  const receives = mine.some(({ copy }) => (copy.direction === 'in') === isCustomer)
  const tax = identifications.find(each => each.type === 'tax')
  const { given_name, family_name, birth_date, gender } = subject
  const nothingKnown =
    given_name === undefined &&
    family_name === undefined &&
    !isOrganisation &&
    !birth_date &&
    tax === undefined
  return {
    ActivityPartyTypeCode: party.subject,
    AllCriticalSubjectInformationUnavailableIndicator: nothingKnown ? yes : undefined,
    BirthDateUnknownIndicator: !isOrganisation && birth_date === undefined ? yes : undefined,
    BothPurchaserSenderPayeeReceiveIndicator: sends && receives ? yes : undefined,
    FemaleGenderIndicator: gender === 'female' ? yes : undefined,
    IndividualBirthDateText: birth_date && day(birth_date),
    MaleGenderIndicator: gender === 'male' ? yes : undefined,
    NoKnownAccountInvolvedIndicator: accountsOf(subject, mine).length === 0 ? yes : undefined,
    PartyAsEntityOrganizationIndicator: isOrganisation ? yes : undefined,
    PayeeReceiverIndicator: receives && !sends ? yes : undefined,
    PurchaserSenderIndicator: sends && !receives ? yes : undefined,
    UnknownGenderIndicator: !isOrganisation && gender === undefined ? yes : undefined,
    PartyName: [
      isOrganisation
        ? { PartyNameTypeCode: 'L', RawEntityIndividualLastName: flattened(subject.organisation_name!) }
        : {
            PartyNameTypeCode: 'L',
            EntityLastNameUnknownIndicator: family_name === undefined ? yes : undefined,
            FirstNameUnknownIndicator: given_name === undefined ? yes : undefined,
            RawEntityIndividualLastName: family_name && flattened(family_name),
            RawIndividualFirstName: given_name && flattened(given_name),
            RawIndividualMiddleName: subject.middle_name && flattened(subject.middle_name),
          },
      ...subject.also_known_as.map(name => ({ PartyNameTypeCode: 'AKA', RawPartyFullName: flattened(name) })),
    ],
    Address: subject.addresses.length === 0 ? unknownAddress(subject) : subject.addresses.map(addressOf),
    PhoneNumber: subject.phones.map(({ country_prefix = '', number }) => ({
      PhoneNumberText: `${country_prefix}${number}`.replace(/\D/g, ''),
    })),
    PartyIdentification: [
      tax === undefined
        ? { TINUnknownIndicator: yes }
        : {
            PartyIdentificationNumberText: tax.number,
            PartyIdentificationTypeCode: isOrganisation
              ? identification.ein
              : (tax.country ?? 'US') === 'US'
                ? identification.ssn
                : identification.foreign,
          },
      ...identifications
        .filter(each => each.type !== 'tax')
        .map(({ type, number, country }) => ({
          OtherIssuerCountryText: country,
          OtherPartyIdentificationTypeText:
            type === 'passport' || type === 'driving_licence'
              ? undefined
              : type === 'national_id'
                ? 'National identity document'
                : 'Identity document',
          PartyIdentificationNumberText: number,
          PartyIdentificationTypeCode:
            type === 'passport'
              ? identification.passport
              : type === 'driving_licence'
                ? identification.licence
                : identification.other,
        })),
    ],
    PartyOccupationBusiness:
      subject.occupation === undefined
        ? undefined
        : { OccupationBusinessText: flattened(subject.occupation) },
    ElectronicAddress: subject.emails.map(email => ({
      ElectronicAddressText: email,
      ElectronicAddressTypeCode: 'E',
    })),
    PartyAssociation: {
      CustomerIndicator: isCustomer ? yes : undefined,
      NoRelationshipToInstitutionIndicator: isCustomer ? undefined : yes,
      SubjectRelationshipFinancialInstitutionTINText: report.institution.fincen!.ein,
    },
    PartyAccountAssociation: accountAssociation(subject, report, accountsOf(subject, mine)),
  }
}

/** Of a customer, the accounts that payments were on; of a payee, the account that was paid. */
function accountsOf(
  subject: Subject,
  mine: Report['payments'],
): readonly { number: string; closed: boolean }[] {
  if (subject.kind !== 'customer') {
    return mine.length === 0 ? [] : [{ number: subject.subject_id, closed: false }]
  }
  const used = new Set(mine.map(({ copy }) => copy.account_id))
  return subject.accounts
    .filter(each => used.has(each.account_id))
    .map(each => ({ number: each.account_id, closed: each.closed_on !== null }))
}

function accountAssociation(
  { kind }: Subject,
  report: Report,
  accounts: readonly { number: string; closed: boolean }[],
): Said | undefined {
  if (accounts.length === 0) return undefined
  const isOwn = kind === 'customer'
  return {
    PartyAccountAssociationTypeCode: '7',
    Party: {
      ActivityPartyTypeCode: party.accountInstitution,
      NonUSFinancialInstitutionIndicator:
        isOwn && report.institution.address.country !== 'US' ? yes : undefined,
      PartyIdentification: isOwn
        ? {
            PartyIdentificationNumberText: report.institution.fincen!.ein,
            PartyIdentificationTypeCode: identification.tin,
          }
        : { TINUnknownIndicator: yes },
      Account: accounts.map(({ number, closed }) => ({
        AccountNumberText: number,
        PartyAccountAssociation: {
          AccountClosedIndicator: closed ? yes : undefined,
          PartyAccountAssociationTypeCode: '5',
        },
      })),
    },
  }
}

function legalName(name: string): Said {
  return { PartyNameTypeCode: 'L', RawPartyFullName: flattened(name) }
}

function addressOf({ street, city, state, postcode, country }: Address): Said {
  const hasStates = ['US', 'CA', 'MX'].includes(country)
  return {
    CityUnknownIndicator: city === undefined ? yes : undefined,
    RawCityText: city && flattened(city),
    RawCountryCodeText: country,
    RawStateCodeText: hasStates ? state && flattened(state) : undefined,
    RawStreetAddress1Text: street && flattened(street),
    RawZIPCode: postcode?.replace(/[^A-Za-z0-9]/g, ''),
    StateCodeUnknownIndicator: hasStates && state === undefined ? yes : undefined,
    StreetAddressUnknownIndicator: street === undefined ? yes : undefined,
    ZIPCodeUnknownIndicator: postcode === undefined ? yes : undefined,
  }
}

function unknownAddress({ residence_country }: Subject): Said {
  return {
    CityUnknownIndicator: yes,
    CountryCodeUnknownIndicator: residence_country === undefined ? yes : undefined,
    RawCountryCodeText: residence_country,
    StateCodeUnknownIndicator: yes,
    StreetAddressUnknownIndicator: yes,
    ZIPCodeUnknownIndicator: yes,
  }
}

/** In blocks of 4,000 characters that end with a word, in one line each; FIN-2025-NTC2 wants its key term in it too. */
function narrativeOf(
  report: Report,
  options: WriteOptions,
  note: string,
  problems: Finding[],
): readonly string[] {
  let rest = flattened(`${narrativeFor(report, options)} ${note}`)
  const blocks: string[] = []
  while (rest !== '') {
    const cut = rest.length <= blockLength ? rest.length : rest.lastIndexOf(' ', blockLength)
    const end = cut <= 0 ? blockLength : cut
    blocks.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  if (blocks.length > blocksMax) {
    problems.push(
      ruleProblem(
        'narrative',
        `The narrative needs ${blocks.length} blocks of ${blockLength} characters, and FinCEN takes ${blocksMax}: use a template that tells less, or report part of the case by itself.`,
      ),
    )
  }
  return blocks.slice(0, blocksMax)
}

function day(text: string): string {
  return text.slice(0, 10).replaceAll('-', '')
}

/** FinCEN's own number of an earlier report: 14 digits. */
function digits(receipt: string, problems: Finding[]): string {
  if (!/^\d{14}$/.test(receipt)) {
    problems.push(ruleProblem('follows/receipt', 'FinCEN numbers a report with 14 digits (BSA identifier).'))
  }
  return receipt
}

function refused(place: string, message: string): Written {
  return { valid: false, problems: [ruleProblem(place, message)], notices: [] }
}
