import type { Work } from '../../../access/operation.ts'
import { formatInstant, microsPerDay, parseInstant } from '../../../domain/time.ts'
import { and, asc, eq, inArray, isNull, lte } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { caseSuspicions, keepOpenRequests, legalHolds } from '../../../store/tables/obligations.ts'
import { keptUntil } from '../../clocks/deadline.ts'
import { contentHashOf } from '../approvals/approval.ts'
import { stands } from '../keepOpen/standing.ts'
import type { Jurisdictions } from '../suspicion/suspicion.ts'

/** One transaction removes no more than this; the next run goes on with the rest. */
export const casesMax = 500

/** Why a case whose time has come is kept all the same. */
export type Withheld = 'on_hold' | 'kept_open' | 'suspicion_undecided' | 'jurisdiction_unknown'

export interface DueCase {
  readonly case_id: string
  readonly jurisdiction: string
  /** The later of closing and report: from then on the period runs. */
  readonly kept_from: string
  readonly kept_until: string
}

export interface DisposalPlan {
  /** Cases whose period was over at this instant. */
  readonly as_of: string
  readonly cases: readonly DueCase[]
  readonly withheld: readonly { readonly case_id: string; readonly reason: Withheld }[]
  /** Due as well, and left for the next run. */
  readonly further: number
  /** Of `as_of` and `cases`: what an approval binds. */
  readonly content_hash: string
}

/**
 * What need no longer be kept as of an instant, and what is kept all the same as things stand now. Ids alone: nobody
 * needs to know more of a case to let it go, so cases behind walls are among them.
 *
 * @param toRemove locks the cases, so that none is reopened, held or kept open meanwhile
 */
export async function planDisposal(
  { transaction, now }: Work,
  jurisdictions: Jurisdictions,
  asOf: number,
  { toRemove = false } = {},
): Promise<DisposalPlan> {
  const shortest = Math.min(...[...jurisdictions.values()].map(({ keepYears }) => keepYears))
  const earliest = asOf - shortest * 365 * microsPerDay
  const query = transaction
    .select()
    .from(cases)
    .where(and(eq(cases.state, 'closed'), lte(cases.closedAt, earliest)))
    .orderBy(asc(cases.closedAt), asc(cases.caseId))
  const closed = await (toRemove ? query.for('update') : query)
  const against = await whatStandsAgainst(
    transaction,
    now,
    closed.map(({ caseId }) => caseId),
  )
  const due: DueCase[] = []
  const withheld: { case_id: string; reason: Withheld }[] = []
  for (const { caseId, jurisdiction, closedAt } of closed) {
    const rule = jurisdictions.get(jurisdiction)
    const from = Math.max(closedAt!, against.reportedAt.get(caseId) ?? 0)
    const until = rule && keptUntil(rule, from)
    if (until !== undefined && until > asOf) continue
    const reason = until === undefined ? 'jurisdiction_unknown' : against.reasons.get(caseId)
    if (reason !== undefined) withheld.push({ case_id: caseId, reason })
    else {
      const [kept_from, kept_until] = [formatInstant(from), formatInstant(until!)]
      due.push({ case_id: caseId, jurisdiction, kept_from, kept_until })
    }
  }
  const taken = due.slice(0, casesMax)
  const as_of = formatInstant(asOf)
  const content_hash = contentHashOf({ as_of, cases: taken.map(each => ({ ...each })) })
  return { as_of, cases: taken, withheld, further: due.length - taken.length, content_hash }
}

/** The instant of a plan as an approval names it. */
export const asOfPlan = (objectId: string): number => parseInstant(objectId)!

async function whatStandsAgainst(transaction: Work['transaction'], now: number, ids: readonly string[]) {
  const reasons = new Map<string, Withheld>()
  const reportedAt = new Map<string, number>()
  const suspicions = await transaction
    .select()
    .from(caseSuspicions)
    .where(inArray(caseSuspicions.caseId, [...ids]))
  for (const each of suspicions) {
    if (each.reportedAt !== null) reportedAt.set(each.caseId, each.reportedAt)
    else if (each.state !== 'no_report') reasons.set(each.caseId, 'suspicion_undecided')
  }
  const keptOpen = await transaction
    .select({ caseId: keepOpenRequests.caseId })
    .from(keepOpenRequests)
    .where(and(stands(now), inArray(keepOpenRequests.caseId, [...ids])))
  for (const { caseId } of keptOpen) reasons.set(caseId, 'kept_open')
  const held = await transaction
    .select({ caseId: legalHolds.caseId })
    .from(legalHolds)
    .where(and(isNull(legalHolds.releasedAt), inArray(legalHolds.caseId, [...ids])))
  for (const { caseId } of held) reasons.set(caseId, 'on_hold')
  return { reasons, reportedAt }
}
