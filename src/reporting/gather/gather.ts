import type { Work } from '../../access/operation.ts'
import type { PaymentRecord } from '../../book/evidence.ts'
import { jurisdictionOf } from '../../casework/clocks/jurisdictions.ts'
import { type Jurisdictions, suspicionOf } from '../../casework/duties/suspicion/suspicion.ts'
import { comparisonOf, dayOf } from '../../casework/words.ts'
import type { Alert, Reason } from '../../detection/alert.ts'
import { hashOfJson } from '../../domain/canonical.ts'
import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { asc, eq } from '../../store/drizzle.ts'
import {
  alerts,
  caseAlerts,
  caseEvents,
  caseEvidence,
  caseSubjects,
  cases,
} from '../../store/tables/casework.ts'
import { customerExits, keepOpenRequests } from '../../store/tables/obligations.ts'
import type { Source } from '../../typology/pack.ts'
import type { Untold } from '../drafting/facts.ts'
import type { Institution } from '../model/institution.ts'
import {
  type Concern,
  nothingKnown,
  type Particulars,
  type SubjectParticulars,
} from '../model/particulars.ts'
import {
  type Action,
  type Indicator,
  partyIn,
  type Report,
  type ReportedPayment,
  type Subject,
} from '../model/report.ts'
import { flowsOf, totalsOf } from './flows.ts'
import type { Parties, ReadParties } from './parties.ts'
import { protectedPeople } from './protected.ts'

/** What a report is gathered with, besides the store. */
export interface GatherOptions {
  readonly jurisdictions: Jurisdictions
  /** Asked for only once it is known that the caller may draft. */
  readonly institution: () => Institution
  readonly readParties: ReadParties
  /** Publications by their short names, as packs cite them. */
  readonly readSources: () => Promise<Sources>
}

type Sources = Readonly<Record<string, Source>>

/**
 * Gathers what a case shows, all of it in one transaction. Amounts are summed anew from the frozen payments; nothing is taken from what
 * alerts say of sums.
 *
 * @throws LapwingError `case-of-care`, `no-suspicion`, `no-evidence`, `evidence-changed`
 */
export async function gather(
  work: Work,
  { reportId, caseId }: { readonly reportId: string; readonly caseId: string },
  particulars: Particulars,
  { jurisdictions, institution, readParties, readSources }: GatherOptions,
): Promise<Untold> {
  const { transaction, now } = work
  const [row] = await transaction.select().from(cases).where(eq(cases.caseId, caseId))
  if (row?.path !== 'suspicion') {
    throw new LapwingError('case-of-care', 'This case looks after somebody, and reports nobody.', {
      place: caseId,
      remedy: 'Report from the case on whoever may be doing harm.',
    })
  }
  const suspicion = await suspicionOf(work, caseId)
  const jurisdiction = jurisdictionOf(jurisdictions, row.jurisdiction)
  const ofAlerts = await transaction
    .select({ finding: alerts.finding, payments: alerts.payments })
    .from(caseAlerts)
    .innerJoin(alerts, eq(alerts.alertId, caseAlerts.alertId))
    .where(eq(caseAlerts.caseId, caseId))
    .orderBy(asc(alerts.raisedAt), asc(alerts.alertId))
  const findings = ofAlerts.map(each => each.finding as Alert)
  const payments = await frozenPayments(
    work,
    caseId,
    ofAlerts.flatMap(each => (each.payments ?? []) as PaymentRecord[]),
  )
  const inCase = await transaction
    .select()
    .from(caseSubjects)
    .where(eq(caseSubjects.caseId, caseId))
    .orderBy(asc(caseSubjects.addedAt), asc(caseSubjects.kind), asc(caseSubjects.subjectId))
  const parties = await readParties({
    customerIds: [
      ...inCase.filter(each => each.kind === 'customer').map(each => each.subjectId),
      ...payments.map(({ copy }) => copy.customer_id ?? '').filter(id => id !== ''),
    ],
    accountIds: payments.map(({ copy }) => copy.counterparty_id ?? '').filter(id => id !== ''),
  })
  const subjects = inCase.map(each => subjectOf(each, particulars, parties, payments))
  const { home_currency } = parties
  const sources = await readSources()
  const hidden = await protectedPeople(work, payments, subjects, parties)
  return {
    format: 'lapwing-report-1',
    report_id: reportId,
    case_id: caseId,
    jurisdiction: row.jurisdiction,
    authority: jurisdiction.authority,
    time_zone: jurisdiction.timeZone,
    called: jurisdiction.report,
    drafted_at: formatInstant(now),
    suspicion: {
      formed_at: formatInstant(suspicion.formedAt),
      matter: suspicion.matter,
      due_at: formatInstant(suspicion.dueAt),
    },
    concerns: particulars.concerns ?? concernsOf(findings, subjects),
    follows: particulars.follows ?? null,
    institution: institution(),
    home_currency,
    subjects,
    others: othersOf(particulars, subjects, payments, hidden),
    payments,
    totals: totalsOf(payments, home_currency),
    flows: flowsOf(payments, home_currency),
    indicators: findings.flatMap(finding => indicatorsOf(finding, sources)),
    sources: citedIn(findings, sources),
    actions: await actionsOf(work, caseId),
    protected: hidden,
  }
}

/** Evidence first; then what alerts rest on, as it was kept with them. */
async function frozenPayments(
  { transaction }: Work,
  caseId: string,
  withAlerts: readonly PaymentRecord[],
): Promise<readonly ReportedPayment[]> {
  const rows = await transaction.select().from(caseEvidence).where(eq(caseEvidence.caseId, caseId))
  const found = new Map<string, ReportedPayment>()
  for (const copy of withAlerts) {
    const id = copy.payment_id!
    found.set(id, { payment_id: id, copy: known(copy), hash: hashOfJson(copy), frozen: 'with the alert' })
  }
  for (const { paymentId, copy: kept, hash } of rows) {
    const copy = kept as PaymentRecord
    if (hashOfJson(copy) !== hash || copy.payment_id !== paymentId) {
      throw new LapwingError('evidence-changed', 'A frozen payment is no longer what was frozen.', {
        place: paymentId,
        remedy: 'Restore the store from a backup; nothing is reported from evidence that was changed.',
      })
    }
    found.set(paymentId, { payment_id: paymentId, copy: known(copy), hash, frozen: 'as evidence' })
  }
  if (found.size === 0) {
    throw new LapwingError('no-evidence', 'This case has no payments in evidence.', {
      place: caseId,
      remedy: 'Add the payments that the report rests on to its evidence.',
    })
  }
  const key = ({ copy, payment_id }: ReportedPayment) => `${copy.booked_at} ${payment_id}`
  return [...found.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1))
}

function known(copy: PaymentRecord): PaymentRecord {
  return Object.fromEntries(Object.entries(copy).filter(([, text]) => text !== ''))
}

function subjectOf(
  { kind, subjectId, role }: typeof caseSubjects.$inferSelect,
  particulars: Particulars,
  { customers }: Parties,
  payments: readonly ReportedPayment[],
): Subject {
  const given = partyIn(particulars.subjects, kind, subjectId)
  const party = kind === 'customer' ? customers.get(subjectId) : undefined
  const { birth_date, residence_country, occupation, customer_since } = party?.customer ?? {}
  const told: SubjectParticulars = given ?? {
    ...nothingKnown,
    kind: kind as Subject['kind'],
    subject_id: subjectId,
    also_known_as: namesInPayments(kind, subjectId, payments),
  }
  return {
    ...(birth_date ? { birth_date } : {}),
    ...(residence_country ? { residence_country } : {}),
    ...(occupation ? { occupation } : {}),
    ...told,
    role,
    customer_since: customer_since || null,
    accounts: party?.accounts ?? [],
    identifiers: party?.identifiers ?? [],
  }
}

function othersOf(
  { subjects: given }: Particulars,
  subjects: readonly Subject[],
  payments: readonly ReportedPayment[],
  hidden: Report['protected'],
): readonly SubjectParticulars[] {
  const seen = new Set(payments.flatMap(({ copy }) => [copy.customer_id, copy.counterparty_id]))
  const among = (all: readonly { kind: string; subject_id: string }[], one: SubjectParticulars) =>
    partyIn(all, one.kind, one.subject_id) !== undefined
  return given.filter(each => seen.has(each.subject_id) && !among(subjects, each) && !among(hidden, each))
}

/** What payments call a counterparty of whom nothing else is known. */
function namesInPayments(kind: string, id: string, payments: readonly ReportedPayment[]): string[] {
  if (kind !== 'counterparty') return []
  const names = payments
    .filter(({ copy }) => copy.counterparty_id === id)
    .map(({ copy }) => copy.counterparty_name ?? '')
  return [...new Set(names)].filter(name => name !== '').slice(0, 20)
}

/** By the words of the typologies and roles; a person can say it better in the particulars. */
function concernsOf(findings: readonly Alert[], subjects: readonly Subject[]): readonly Concern[] {
  const found = new Set<Concern>(findings.map(({ typology }) => concernOf(typology)))
  if (subjects.some(each => each.role === 'traveller')) found.add('travel')
  return found.size === 0 ? ['exploitation'] : [...found].sort()
}

const concernByBegin: readonly (readonly [begin: string, concern: Concern])[] = [
  ['sextortion', 'sextortion'],
  ['traveller', 'travel'],
  ['proceeds', 'proceeds'],
  ['material', 'material'],
  ['crypto', 'material'],
]

function concernOf(typology: string): Concern {
  return concernByBegin.find(([begin]) => typology.startsWith(begin))?.[1] ?? 'exploitation'
}

/** What an institution's own cards say stays with it: only what a publication says is told by its words. */
function indicatorsOf(finding: Alert, sources: Sources): readonly Indicator[] {
  return finding.reasons
    .filter(reason => reason.counted)
    .map(reason => {
      const published = reason.sources.filter(name => Object.hasOwn(sources, name))
      return {
        alert_id: finding.alert_id,
        typology: finding.typology,
        title: finding.title,
        indicator: reason.indicator,
        says: published.length > 0 ? reason.says : 'an indicator of the institution’s own monitoring',
        comparison: comparisonOf(reason),
        payment_count: reason.payment_count,
        payment_ids: reason.payment_ids,
        sources: published,
      }
    })
}

function citedIn(findings: readonly Alert[], sources: Sources): Report['sources'] {
  const reasons: readonly Reason[] = findings.flatMap(each => each.reasons).filter(each => each.counted)
  const names = [...new Set(reasons.flatMap(each => each.sources))].sort()
  return names.flatMap(name => {
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined
    if (source === undefined) return []
    return [{ name, citation: `${source.publisher}, ${source.title} (${source.date})` }]
  })
}

/** What the institution did, without who did it. */
async function actionsOf({ transaction }: Work, caseId: string): Promise<readonly Action[]> {
  const evidence = [{ kind: 'case' as const, id: caseId }]
  const events = await transaction.select().from(caseEvents).where(eq(caseEvents.caseId, caseId))
  const exits = await transaction.select().from(customerExits).where(eq(customerExits.caseId, caseId))
  const requests = await transaction
    .select()
    .from(keepOpenRequests)
    .where(eq(keepOpenRequests.caseId, caseId))
  const frozen = await transaction.select().from(caseEvidence).where(eq(caseEvidence.caseId, caseId))
  const at = (instant: number, what: string): Action => ({ at: formatInstant(instant), what, evidence })
  const byDay = Map.groupBy(frozen, each => dayOf(formatInstant(each.frozenAt)))
  return [
    ...events.filter(each => each.kind === 'opened').map(each => at(each.happenedAt, 'A case was opened.')),
    ...[...byDay.values()].map(each =>
      at(
        each[0]!.frozenAt,
        `${each.length} payment${each.length === 1 ? ' was' : 's were'} kept as evidence.`,
      ),
    ),
    ...exits.map(each =>
      at(each.proposedAt, `An end of the relationship with customer ${each.customerId} was proposed.`),
    ),
    ...requests.map(each =>
      at(each.addedAt, `An authority's request to keep customer ${each.customerId} was recorded.`),
    ),
  ].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
