import { dayOf } from '../../casework/words.ts'
import { countryName } from '../../domain/countries.ts'
import { formatMoney, parseMoney } from '../../domain/money.ts'
import type { Evidence } from '../model/particulars.ts'
import {
  type Flow,
  type Indicator,
  partyIn,
  type Report,
  type Subject,
  subjectLabel,
  victimNumber,
} from '../model/report.ts'
import type { Each } from './template.ts'

/** Something known, in words, and where from. */
export interface Fact {
  readonly text: string
  readonly evidence: readonly Evidence[]
}

/** The facts of one thing by their names; one that is not known is not there. */
export type Facts = Readonly<Record<string, Fact | undefined>>

/** A report whose narrative is still to be written. */
export type Untold = Omit<Report, 'narrative' | 'template'>

/** Everything that sentences can be about, with its facts. */
export function factsOf(report: Untold): Readonly<Record<Exclude<Each, 'statement'>, readonly Facts[]>> {
  return {
    report: [factsOfReport(report)],
    subject: report.subjects.map(each => factsOfSubject(each)),
    flow: report.flows.map(each => factsOfFlow(each, report)),
    indicator: report.indicators.map(each => factsOfIndicator(each)),
    source: report.sources.map(({ name, citation }) => {
      const from = caseOf(report)
      return { name: fact(name, from), citation: fact(citation, from) }
    }),
    action: report.actions.map(({ at, what, evidence }) => ({
      day: fact(dayOf(at), evidence),
      what: fact(what, evidence),
    })),
  }
}

function factsOfReport(report: Untold): Facts {
  const { totals, home_currency, subjects } = report
  const of = caseOf(report)
  const payments = (keep: (copy: Report['payments'][number]['copy']) => boolean) =>
    paymentsAsEvidence(report.payments.filter(({ copy }) => keep(copy)).map(each => each.payment_id))
  const { out, in: into } = totals
  const without = out.without_amount + into.without_amount
  const unfinished = out.not_completed + into.not_completed
  const outgoing = payments(copy => copy.direction === 'out')
  const incoming = payments(copy => copy.direction === 'in')
  return {
    subjects: fact(
      listOf(subjects.map(subjectLabel)),
      subjects.map(({ subject_id }) => ({ kind: 'subject', id: subject_id })),
    ),
    follows: report.follows
      ? fact(
          report.follows.how === 'continues'
            ? `report ${report.follows.receipt}, which it continues`
            : `report ${report.follows.receipt}, which it corrects`,
          of,
        )
      : undefined,
    first_day:
      totals.first_at === null
        ? undefined
        : fact(
            dayOf(totals.first_at),
            payments(() => true),
          ),
    last_day:
      totals.last_at === null
        ? undefined
        : fact(
            dayOf(totals.last_at),
            payments(() => true),
          ),
    payments_out: out.payments === 0 ? undefined : fact(countOf(out.payments), outgoing),
    amount_out: out.payments === 0 ? undefined : fact(money(out.amount, home_currency), outgoing),
    payments_in: into.payments === 0 ? undefined : fact(countOf(into.payments), incoming),
    amount_in: into.payments === 0 ? undefined : fact(money(into.amount, home_currency), incoming),
    without_amount:
      without === 0
        ? undefined
        : fact(
            countOf(without),
            payments(() => true),
          ),
    not_completed:
      unfinished === 0
        ? undefined
        : fact(
            countOf(unfinished),
            payments(copy => copy.status !== 'completed'),
          ),
    home_currency: fact(home_currency, of),
    formed_day: fact(dayOf(report.suspicion.formed_at), of),
    patterns:
      report.indicators.length === 0
        ? undefined
        : fact(
            listOf([...new Set(report.indicators.map(each => each.title))]),
            report.indicators.map(({ alert_id }) => ({ kind: 'alert', id: alert_id })),
          ),
  }
}

function factsOfSubject(subject: Subject): Facts {
  const of: readonly Evidence[] = [{ kind: 'subject', id: subject.subject_id }]
  const known = (text: string | undefined | null) => (text ? fact(text, of) : undefined)
  const list = (texts: readonly string[]) => (texts.length === 0 ? undefined : fact(listOf(texts), of))
  const { birth_date, residence_country, nationality } = subject
  return {
    subject: fact(subjectLabel(subject), of),
    role: fact(subject.role, of),
    also_known_as: list(subject.also_known_as),
    born: known(birth_date && dayOfDate(birth_date)),
    residence: known(
      residence_country === undefined
        ? undefined
        : nationality === undefined || nationality === residence_country
          ? countryName(residence_country)
          : `${countryName(residence_country)}; nationality ${countryName(nationality)}`,
    ),
    occupation: known(subject.occupation),
    customer_since: known(subject.customer_since && dayOfDate(subject.customer_since)),
    accounts: list(
      subject.accounts.map(({ account_id, product, opened_on, closed_on }) =>
        [
          `${account_id} (${product.replaceAll('_', ' ')}`,
          opened_on === null ? '' : `, opened on ${dayOfDate(opened_on)}`,
          closed_on === null ? ')' : `, closed on ${dayOfDate(closed_on)})`,
        ].join(''),
      ),
    ),
    identifiers: list(
      subject.identifiers
        .filter(({ type }) => type !== 'document')
        .map(({ type, value }) => `${type} ${value}`),
    ),
    online: list(subject.online.map(({ application, user_name }) => `${user_name} on ${application}`)),
  }
}

function factsOfFlow(flow: Flow, report: Untold): Facts {
  const of = paymentsAsEvidence(flow.payment_ids)
  const known = (text: string | undefined) => (text === undefined ? undefined : fact(text, of))
  const own = ownSide(flow, report)
  const amount = (text: string | null) =>
    text === null || flow.payments < 2 ? undefined : fact(money(text, report.home_currency), of)
  const [first, last] = [dayOf(flow.first_at), dayOf(flow.last_at)]
  return {
    count: flow.payments === 0 ? undefined : fact(countOf(flow.payments), of),
    out_from: known(flow.direction === 'out' ? own : undefined),
    in_to: known(flow.direction === 'in' ? own : undefined),
    counterparty: fact(otherSide(flow, report), of),
    amount: fact(money(flow.amount, report.home_currency), of),
    period: fact(first === last ? `on ${first}` : `from ${first} to ${last}`, of),
    rails:
      flow.rails.length === 0
        ? undefined
        : fact(listOf(flow.rails.map(each => each.replaceAll('_', ' '))), of),
    smallest: amount(flow.smallest),
    largest: amount(flow.largest),
    not_completed: flow.not_completed === 0 ? undefined : fact(countOf(flow.not_completed), of),
  }
}

function ownSide({ account_id, customer_id }: Flow, report: Untold): string {
  if (account_id === null) return 'these accounts'
  const hidden = victimNumber(report, 'customer', customer_id)
  if (hidden !== undefined) return victimLabel(hidden)
  const subject = partyIn(report.subjects, 'customer', customer_id)
  const holder = subject === undefined ? '' : ` of ${subjectLabel(subject)}`
  return `account ${account_id}${holder}`
}

function otherSide(flow: Flow, report: Untold): string {
  const { counterparty_id, counterparty_name, counterparty_country, counterparties } = flow
  if (counterparties > 1) return `${counterparties} further parties`
  const hidden = victimNumber(report, 'counterparty', counterparty_id)
  if (hidden !== undefined) return victimLabel(hidden)
  const subject = partyIn(report.subjects, 'counterparty', counterparty_id)
  const named =
    subject === undefined
      ? [counterparty_name, counterparty_id && `(${counterparty_id})`].filter(Boolean).join(' ')
      : subjectLabel(subject)
  const who = named === '' ? 'a party that is not known' : named
  return counterparty_country === null ? who : `${who} in ${countryName(counterparty_country)}`
}

function victimLabel(number: string): string {
  return `a possible victim (${number})`
}

function factsOfIndicator(indicator: Indicator): Facts {
  const of: readonly Evidence[] = [
    { kind: 'alert', id: indicator.alert_id },
    ...paymentsAsEvidence(indicator.payment_ids),
  ]
  const { sources } = indicator
  return {
    title: fact(indicator.title, of),
    says: fact(indicator.says, of),
    comparison: fact(indicator.comparison, of),
    payments: fact(countOf(indicator.payment_count), of),
    published: sources.length === 0 ? undefined : fact(`published in ${listOf(sources)}`, of),
  }
}

function dayOfDate(date: string): string {
  return dayOf(`${date}T00:00:00Z`)
}

function fact(text: string, evidence: readonly Evidence[]): Fact {
  return { text, evidence }
}

function caseOf(report: Untold): readonly Evidence[] {
  return [{ kind: 'case', id: report.case_id }]
}

function paymentsAsEvidence(ids: readonly string[]): readonly Evidence[] {
  return ids.map(id => ({ kind: 'payment', id }))
}

function money(amount: string, currency: string): string {
  const parsed = parseMoney(amount, currency)
  return parsed === undefined ? `${currency} ${amount}` : formatMoney(parsed)
}

function countOf(payments: number): string {
  return `${payments.toLocaleString('en-US')} payment${payments === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}
