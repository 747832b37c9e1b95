import type { PaymentRecord } from '../../book/evidence.ts'
import type { Institution } from './institution.ts'
import type { Concern, Evidence, SubjectParticulars } from './particulars.ts'

/**
 * A report before any regulator's format: what a case shows, in facts, each by where it is known from. Two people approve exactly this,
 * by its hash, and every file is made from this alone. Instants are RFC 3339 in UTC, money is decimal text.
 */
export interface Report {
  readonly format: 'lapwing-report-1'
  readonly report_id: string
  readonly case_id: string
  /** ISO 3166-1 alpha-2: under whose law. */
  readonly jurisdiction: string
  readonly authority: string
  /** IANA name: days and hours are told by its clocks where a format has no zone. */
  readonly time_zone: string
  /** What a report is called there. */
  readonly called: string
  readonly drafted_at: string
  readonly suspicion: { readonly formed_at: string; readonly matter: string; readonly due_at: string }
  readonly concerns: readonly Concern[]
  readonly follows: { readonly how: 'continues' | 'corrects'; readonly receipt: string } | null
  readonly institution: Institution
  readonly home_currency: string
  readonly subjects: readonly Subject[]
  /** Particulars of others whom payments show, where somebody gave them and they are not to be protected. */
  readonly others: readonly SubjectParticulars[]
  /** In the order of `(booked_at, payment_id)`. */
  readonly payments: readonly ReportedPayment[]
  readonly totals: Totals
  readonly flows: readonly Flow[]
  readonly indicators: readonly Indicator[]
  readonly sources: readonly { readonly name: string; readonly citation: string }[]
  readonly actions: readonly Action[]
  /** Possible victims among those whom payments show: nothing of them is written but what payments need. */
  readonly protected: readonly { readonly kind: string; readonly subject_id: string }[]
  readonly template: { readonly name: string; readonly version: string }
  readonly narrative: readonly Section[]
}

export interface Subject extends SubjectParticulars {
  readonly role: string
  readonly customer_since: string | null
  readonly accounts: readonly {
    readonly account_id: string
    readonly product: string
    readonly opened_on: string | null
    readonly closed_on: string | null
  }[]
  /** E-mail addresses, phones, handles and the like that the book ties to it. */
  readonly identifiers: readonly { readonly type: string; readonly value: string }[]
}

export interface ReportedPayment {
  readonly payment_id: string
  /** As it stood when it was frozen, without unknown columns. */
  readonly copy: PaymentRecord
  /** SHA-256 over the canonical JSON of the whole frozen copy. */
  readonly hash: string
  readonly frozen: 'as evidence' | 'with the alert'
}

/** Sums are recomputed from the payments, of completed ones whose amount in the home currency is known. */
export interface Sum {
  readonly payments: number
  readonly amount: string
  /** Completed payments that are not in the sum, because their amount in the home currency is not known. */
  readonly without_amount: number
  readonly not_completed: number
}

export interface Totals {
  readonly out: Sum
  readonly in: Sum
  readonly first_at: string | null
  readonly last_at: string | null
}

/** Payments between one account and one counterparty in one direction; or, past a bound, all others together. */
export interface Flow extends Sum {
  readonly customer_id: string | null
  readonly account_id: string | null
  readonly direction: 'in' | 'out'
  /** Null where several are taken together. */
  readonly counterparty_id: string | null
  readonly counterparty_name: string | null
  readonly counterparty_country: string | null
  readonly counterparties: number
  readonly rails: readonly string[]
  readonly first_at: string
  readonly last_at: string
  readonly smallest: string | null
  readonly largest: string | null
  readonly payment_ids: readonly string[]
}

export interface Indicator {
  readonly alert_id: string
  readonly typology: string
  readonly title: string
  readonly indicator: string
  readonly says: string
  readonly comparison: string
  readonly payment_count: number
  readonly payment_ids: readonly string[]
  readonly sources: readonly string[]
}

export interface Action {
  readonly at: string
  readonly what: string
  readonly evidence: readonly Evidence[]
}

export interface Section {
  readonly section: string
  readonly title: string
  readonly sentences: readonly Sentence[]
}

export interface Sentence {
  readonly text: string
  readonly evidence: readonly Evidence[]
  /** `template`, or `person` where somebody wrote it. */
  readonly by: 'template' | 'person'
}

/** A subject by the name that sentences use: `Sample Person (customer C-12)`. */
export function subjectLabel(
  subject: Pick<
    Subject,
    'kind' | 'subject_id' | 'given_name' | 'middle_name' | 'family_name' | 'organisation_name'
  >,
): string {
  const kind = subject.kind === 'counterparty' ? 'payee' : subject.kind
  const name = subjectName(subject)
  return name === undefined ? `${kind} ${subject.subject_id}` : `${name} (${kind} ${subject.subject_id})`
}

export function subjectName({
  given_name,
  middle_name,
  family_name,
  organisation_name,
}: Pick<Subject, 'given_name' | 'middle_name' | 'family_name' | 'organisation_name'>): string | undefined {
  if (organisation_name !== undefined) return organisation_name
  return [given_name, middle_name, family_name].filter(each => each !== undefined).join(' ') || undefined
}

/** Of these parties, the one with this kind and id. */
export function partyIn<Party extends { readonly kind: string; readonly subject_id: string }>(
  parties: readonly Party[],
  kind: string,
  id: string | null | undefined,
): Party | undefined {
  return parties.find(each => each.kind === kind && each.subject_id === id)
}

/** The number within the report that stands for a possible victim, `V2`; undefined for anybody else. */
export function victimNumber(
  report: Pick<Report, 'protected'>,
  kind: string,
  id: string | null | undefined,
): string | undefined {
  const found = partyIn(report.protected, kind, id)
  return found && `V${report.protected.indexOf(found) + 1}`
}

/** The sentences of these sections, in order. */
export function sentencesIn(
  report: Pick<Report, 'narrative'>,
  sections: readonly string[],
): readonly string[] {
  return report.narrative
    .filter(each => sections.includes(each.section))
    .flatMap(each => each.sentences.map(({ text }) => text))
}

/** The narrative as one text: a paragraph a section. */
export function narrativeText(report: Pick<Report, 'narrative'>): string {
  return report.narrative
    .filter(section => section.sentences.length > 0)
    .map(({ title, sentences }) => `${title}: ${sentences.map(each => each.text).join(' ')}`)
    .join('\n\n')
}
