import { actorOf } from '../../../access/caller.ts'
import { defineOperation, type Work } from '../../../access/operation.ts'
import { newId } from '../../../access/secrets.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant, formatInstantOrNull } from '../../../domain/time.ts'
import { and, asc, eq } from '../../../store/drizzle.ts'
import { legalHolds } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { changesCase, readsCase } from '../../walls.ts'

/** While a hold stands, nothing of the case is disposed of: a court, an inquiry or an authority may ask for it. */

export const placeHold = defineOperation({
  action: 'hold.place',
  ...changesCase,
  async run(work: Work, { case_id, why }: { readonly case_id: string; readonly why: string }) {
    const row = {
      holdId: newId(work.random),
      caseId: case_id,
      why,
      placedAt: work.now,
      placedBy: actorOf(work.caller),
    }
    const [made] = await work.transaction.insert(legalHolds).values(row).returning()
    await recordOfReport(work, case_id, 'hold_placed', { hold_id: row.holdId })
    return shown(made!)
  },
  detail: (_, { hold_id }) => ({ hold_id }),
})

/** @throws LapwingError `changed-meanwhile`, `released-already` */
export const releaseHold = defineOperation({
  action: 'hold.release',
  ...changesCase,
  async run(
    work: Work,
    given: {
      readonly case_id: string
      readonly hold_id: string
      readonly version: number
      readonly reason: string
    },
  ) {
    const isIt = and(eq(legalHolds.holdId, given.hold_id), eq(legalHolds.caseId, given.case_id))
    const [old] = await work.transaction.select().from(legalHolds).where(isIt).for('update')
    if (old === undefined)
      throw new LapwingError('not-found', 'There is no such hold on this case.', { place: 'hold_id' })
    requireVersion(old, given.version)
    if (old.releasedAt !== null) {
      throw new LapwingError('released-already', 'This hold was released already.')
    }
    const [row] = await work.transaction
      .update(legalHolds)
      .set({
        releasedAt: work.now,
        releasedBy: actorOf(work.caller),
        releaseReason: given.reason,
        version: old.version + 1,
      })
      .where(isIt)
      .returning()
    await recordOfReport(work, given.case_id, 'hold_released', { hold_id: old.holdId, reason: given.reason })
    return shown(row!)
  },
  detail: (_, { hold_id }) => ({ hold_id }),
})

export const listHolds = defineOperation({
  action: 'hold.list',
  ...readsCase,
  async run({ transaction }: Work, { case_id }: { readonly case_id: string }) {
    const rows = await transaction
      .select()
      .from(legalHolds)
      .where(eq(legalHolds.caseId, case_id))
      .orderBy(asc(legalHolds.placedAt), asc(legalHolds.holdId))
    return { items: rows.map(shown) }
  },
})

function shown(row: typeof legalHolds.$inferSelect) {
  return {
    hold_id: row.holdId,
    case_id: row.caseId,
    why: row.why,
    placed_at: formatInstant(row.placedAt),
    placed_by: row.placedBy,
    released_at: formatInstantOrNull(row.releasedAt),
    released_by: row.releasedBy,
    release_reason: row.releaseReason,
    version: row.version,
  }
}
