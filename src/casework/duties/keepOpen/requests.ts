import { actorOf } from '../../../access/caller.ts'
import { defineOperation, type Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant, formatInstantOrNull } from '../../../domain/time.ts'
import { and, asc, eq } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { keepOpenRequests } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { type Urgency, urgencyOf } from '../../clocks/deadline.ts'
import { caseIsOpenTo, changesCase, readsCase } from '../../walls.ts'
import { customerInCase } from '../subjects.ts'
import { lockCustomer, stands } from './standing.ts'

/**
 * An authority asks that a customer stays a customer, so that an investigation is not warned: in Australia by notice
 * under section 39B of the AML/CTF Act, elsewhere by letter. That there is one is as secret as a report.
 */
type Row = typeof keepOpenRequests.$inferSelect

interface OneRequest {
  readonly case_id: string
  readonly keep_open_id: string
  readonly version: number
}

/** @throws LapwingError `not-in-case`, `period-empty` */
export const addKeepOpen = defineOperation({
  action: 'keep-open.add',
  ...changesCase,
  async run(
    work: Work,
    given: {
      readonly case_id: string
      readonly customer_id: string
      readonly authority: string
      /** By which the authority knows it. */
      readonly reference: string
      readonly begins_at: number
      readonly ends_at: number
    },
  ) {
    await customerInCase(work, given.case_id, given.customer_id)
    refuseEmpty(given.begins_at, given.ends_at)
    await lockCustomer(work, given.customer_id)
    const row = {
      keepOpenId: newId(work.random),
      caseId: given.case_id,
      customerId: given.customer_id,
      authority: given.authority,
      reference: given.reference,
      beginsAt: given.begins_at,
      endsAt: given.ends_at,
      addedAt: work.now,
      addedBy: actorOf(work.caller),
    }
    const [made] = await work.transaction.insert(keepOpenRequests).values(row).returning()
    return told(work, made!, 'keep_open_added')
  },
  detail,
})

/** By a new end, later or earlier, under the authority's reference for it. @throws LapwingError `period-empty`, `changed-meanwhile`, `ended-already` */
export const extendKeepOpen = defineOperation({
  action: 'keep-open.extend',
  ...changesCase,
  async run(work: Work, given: OneRequest & { readonly ends_at: number; readonly reference: string }) {
    const old = await toChange(work, given)
    refuseEmpty(old.beginsAt, given.ends_at)
    return change(work, old, { endsAt: given.ends_at, reference: given.reference }, 'keep_open_extended')
  },
  detail,
})

/** Before its time, because the authority said so. @throws LapwingError `changed-meanwhile`, `ended-already` */
export const endKeepOpen = defineOperation({
  action: 'keep-open.end',
  ...changesCase,
  async run(work: Work, given: OneRequest) {
    return change(work, await toChange(work, given), { endedAt: work.now }, 'keep_open_ended')
  },
  detail,
})

export const listKeepOpen = defineOperation({
  action: 'keep-open.list',
  ...readsCase,
  async run({ transaction, now }: Work, { case_id }: { readonly case_id: string }) {
    const rows = await transaction
      .select()
      .from(keepOpenRequests)
      .where(eq(keepOpenRequests.caseId, case_id))
      .orderBy(asc(keepOpenRequests.addedAt), asc(keepOpenRequests.keepOpenId))
    return { items: rows.map(row => shown(row, now)) }
  },
})

/** Those in force, the next to end first, with the warning of each: ask the authority before it ends unnoticed. */
export const listEndingKeepOpen = defineOperation({
  action: 'keep-open.list-ending',
  resource: 'KeepOpenRequests',
  personal: true,
  changes: false,
  async run({ transaction, caller, now }: Work, { limit }: { readonly limit: number }) {
    const rows = await transaction
      .select({ request: keepOpenRequests })
      .from(keepOpenRequests)
      .innerJoin(cases, eq(cases.caseId, keepOpenRequests.caseId))
      .where(and(stands(now), caseIsOpenTo(caller)))
      .orderBy(asc(keepOpenRequests.endsAt), asc(keepOpenRequests.keepOpenId))
      .limit(limit)
    return { items: rows.map(({ request }) => shown(request, now)) }
  },
})

async function toChange({ transaction }: Work, { case_id, keep_open_id, version }: OneRequest) {
  const [row] = await transaction
    .select()
    .from(keepOpenRequests)
    .where(and(eq(keepOpenRequests.keepOpenId, keep_open_id), eq(keepOpenRequests.caseId, case_id)))
    .for('update')
  if (row === undefined)
    throw new LapwingError('not-found', 'There is no such request in this case.', { place: 'keep_open_id' })
  requireVersion(row, version)
  if (row.endedAt === null) return row
  throw new LapwingError('ended-already', 'This request was ended.', {
    remedy: 'Add what the authority asks for now as a request of its own.',
  })
}

async function change(work: Work, old: Row, sets: Partial<Row>, kind: string) {
  await lockCustomer(work, old.customerId)
  const [row] = await work.transaction
    .update(keepOpenRequests)
    .set({ ...sets, version: old.version + 1 })
    .where(eq(keepOpenRequests.keepOpenId, old.keepOpenId))
    .returning()
  return told(work, row!, kind)
}

async function told(work: Work, row: Row, kind: string) {
  const detail = { keep_open_id: row.keepOpenId, ends_at: formatInstant(row.endsAt) }
  await recordOfReport(work, row.caseId, kind, detail)
  return shown(row, work.now)
}

function refuseEmpty(beginsAt: number, endsAt: number): void {
  if (endsAt > beginsAt) return
  throw new LapwingError('period-empty', 'The request would end before it begins.', { place: 'ends_at' })
}

function detail(_: unknown, { keep_open_id, begins_at, ends_at }: ReturnType<typeof shown>) {
  return { keep_open_id, begins_at, ends_at }
}

function shown(row: Row, now: number) {
  const stands = row.endedAt === null && row.beginsAt <= now && now < row.endsAt
  const urgency: Urgency | null = stands ? urgencyOf(row.beginsAt, row.endsAt, now) : null
  return {
    keep_open_id: row.keepOpenId,
    case_id: row.caseId,
    customer_id: row.customerId,
    authority: row.authority,
    reference: row.reference,
    begins_at: formatInstant(row.beginsAt),
    ends_at: formatInstant(row.endsAt),
    ended_at: formatInstantOrNull(row.endedAt),
    stands,
    urgency,
    added_at: formatInstant(row.addedAt),
    added_by: row.addedBy,
    version: row.version,
  }
}
