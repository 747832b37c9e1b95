import { actorOf } from '../../../access/caller.ts'
import { defineOperation, type Work } from '../../../access/operation.ts'
import { requireVersion } from '../../../access/version.ts'
import { LapwingError } from '../../../domain/errors.ts'
import { formatInstant } from '../../../domain/time.ts'
import { eq } from '../../../store/drizzle.ts'
import { cases } from '../../../store/tables/casework.ts'
import { caseSuspicions } from '../../../store/tables/obligations.ts'
import { recordOfReport } from '../../cases/events.ts'
import { deadlineOf } from '../../clocks/deadline.ts'
import type { Matter } from '../../clocks/jurisdiction.ts'
import { jurisdictionOf } from '../../clocks/jurisdictions.ts'
import { changesCase, readsCase } from '../../walls.ts'
import { type Jurisdictions, shownSuspicion, suspicionOf } from './suspicion.ts'

export function readSuspicion(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'suspicion.read',
    ...readsCase,
    async run(work: Work, { case_id }: { readonly case_id: string }) {
      const row = await suspicionOf(work, case_id)
      return shownSuspicion(row, await jurisdictionOfCase(work, jurisdictions, case_id), work.now)
    },
  })
}

/**
 * Says that there are now grounds to suspect; the report is due from this instant on, as the law of the case has it.
 *
 * @throws LapwingError `case-of-care`, `suspicion-formed`, `instant-ahead`, `jurisdiction-unknown`
 */
export function formSuspicion(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'suspicion.form',
    ...changesCase,
    async run(
      work: Work,
      { case_id, formed_at, matter }: { readonly case_id: string; formed_at: number; matter: Matter },
    ) {
      refuseAhead(work, formed_at, 'formed_at')
      const jurisdiction = await jurisdictionOfCase(work, jurisdictions, case_id)
      const [row] = await work.transaction
        .insert(caseSuspicions)
        .values({
          caseId: case_id,
          formedAt: formed_at,
          formedBy: actorOf(work.caller),
          matter,
          dueAt: deadlineOf(jurisdiction, matter, formed_at).dueAt,
          state: 'formed',
        })
        .onConflictDoNothing()
        .returning()
      if (row === undefined) {
        throw new LapwingError('suspicion-formed', 'A suspicion was formed in this case already.', {
          remedy: 'Correct that one. A new suspicion, formed later, is a case of its own.',
        })
      }
      await recordOfReport(work, case_id, 'suspicion_formed', { matter, formed_at: formatInstant(formed_at) })
      return shownSuspicion(row, jurisdiction, work.now)
    },
    detail: ({ matter }, { formed_at, due_at }) => ({ matter, formed_at, due_at }),
  })
}

/**
 * Mends the instant or the matter, and with it the deadline; what stood before stays in the timeline.
 *
 * @throws LapwingError `changed-meanwhile`, `suspicion-decided`, `instant-ahead`
 */
export function correctSuspicion(jurisdictions: Jurisdictions) {
  return defineOperation({
    action: 'suspicion.correct',
    ...changesCase,
    async run(
      work: Work,
      given: {
        readonly case_id: string
        readonly version: number
        readonly formed_at?: number | undefined
        readonly matter?: Matter | undefined
        readonly reason: string
      },
    ) {
      const old = await suspicionOf(work, given.case_id, { toChange: true })
      requireVersion(old, given.version)
      if (old.state === 'reported' || old.state === 'no_report') {
        throw new LapwingError('suspicion-decided', 'What was decided on is not corrected afterwards.', {
          place: 'state',
          remedy: 'Reconsider a decision that there is no report; after a report, tell the authority.',
        })
      }
      const formedAt = given.formed_at ?? old.formedAt
      const matter = given.matter ?? (old.matter as Matter)
      refuseAhead(work, formedAt, 'formed_at')
      const jurisdiction = await jurisdictionOfCase(work, jurisdictions, given.case_id)
      const { dueAt } = deadlineOf(jurisdiction, matter, formedAt)
      const [row] = await work.transaction
        .update(caseSuspicions)
        .set({ formedAt, matter, dueAt, reason: given.reason, version: old.version + 1 })
        .where(eq(caseSuspicions.caseId, given.case_id))
        .returning()
      const asOf = (of: { formedAt: number; matter: string; dueAt: number }) => ({
        formed_at: formatInstant(of.formedAt),
        matter: of.matter,
        due_at: formatInstant(of.dueAt),
      })
      const detail = { was: asOf(old), is: asOf(row!), reason: given.reason }
      await recordOfReport(work, given.case_id, 'suspicion_corrected', detail)
      return shownSuspicion(row!, jurisdiction, work.now)
    },
    detail: (_, { formed_at, matter, due_at }) => ({ formed_at, matter, due_at }),
  })
}

/** By whose law the case goes. @throws LapwingError `case-of-care`: a possible victim is never suspected */
export async function jurisdictionOfCase(
  { transaction }: Work,
  jurisdictions: Jurisdictions,
  caseId: string,
) {
  const [found] = await transaction.select().from(cases).where(eq(cases.caseId, caseId))
  if (found?.path === 'suspicion') return jurisdictionOf(jurisdictions, found.jurisdiction)
  throw new LapwingError('case-of-care', 'This case looks after somebody, and holds nobody in suspicion.', {
    remedy: 'Open a case of its own on whoever may be doing harm.',
  })
}

/** What has happened is not in the future. @throws LapwingError `instant-ahead` */
export function refuseAhead({ now }: Work, instant: number, place: string): void {
  if (instant <= now) return
  throw new LapwingError('instant-ahead', 'This instant is yet to come.', {
    place,
    remedy: 'Give the instant at which it happened, in UTC or with its offset.',
  })
}
