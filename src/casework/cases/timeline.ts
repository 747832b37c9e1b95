import { defineOperation, type Work } from '../../access/operation.ts'
import type { Json } from '../../domain/canonical.ts'
import { formatInstant, parseInstant } from '../../domain/time.ts'
import { eq } from '../../store/drizzle.ts'
import { caseEvents } from '../../store/tables/casework.ts'
import { readsCase } from '../walls.ts'
import { contentsOf } from './read.ts'

/** Something that happened: to the customer's money, or in the case. `at` is RFC 3339 in UTC. */
export interface Moment {
  readonly at: string
  readonly kind: string
  /** Who did it in the case; null for what happened outside of it. */
  readonly actor: string | null
  readonly detail: { readonly [name: string]: Json }
}

/**
 * Everything of a case in order of time: payments that are evidence, alerts, notes, tasks, links, moves and changes.
 * `report_moments` holds what is of reports, and is there only for those who may know of it.
 */
export const readTimeline = defineOperation({
  action: 'case.read-timeline',
  ...readsCase,
  async run(work: Work, { case_id }: { readonly case_id: string }) {
    const contents = await contentsOf(work, case_id)
    const events = await work.transaction
      .select()
      .from(caseEvents)
      .where(eq(caseEvents.caseId, case_id))
      .orderBy(caseEvents.happenedAt, caseEvents.eventId)
    const momentsOf = (ofReport: boolean) =>
      events
        .filter(each => each.ofReport === ofReport)
        .map(({ happenedAt, actor, kind, detail }) =>
          moment(formatInstant(happenedAt), kind, actor, detail as Moment['detail']),
        )
    return {
      moments: inOrder([...momentsOf(false), ...momentsOfContents(contents)]),
      report_moments: momentsOf(true),
    }
  },
  fields: { report_moments: 'case.read-report' },
})

/** One list for whoever may see both. */
export function oneTimeline(timeline: {
  readonly moments: readonly Moment[]
  readonly report_moments?: readonly Moment[]
}): readonly Moment[] {
  return inOrder([...timeline.moments, ...(timeline.report_moments ?? [])])
}

function momentsOfContents(contents: Awaited<ReturnType<typeof contentsOf>>): readonly Moment[] {
  return [
    ...contents.evidence.flatMap(({ payment_id, copy, frozen_at, frozen_by }) => [
      moment(copy.booked_at ?? frozen_at, 'payment', null, {
        payment_id,
        direction: copy.direction ?? '',
        amount: copy.amount ?? '',
        ...{
          currency: copy.currency ?? '',
          counterparty: copy.counterparty_name || copy.counterparty_id || '',
        },
      }),
      moment(frozen_at, 'evidence_added', frozen_by, { payment_id }),
    ]),
    ...contents.alerts.map(({ raised_at, alert_id, title }) =>
      moment(raised_at, 'alert_raised', null, { alert_id, title }),
    ),
    ...contents.notes.map(({ written_at, written_by, note_id, text, sensitive }) =>
      moment(written_at, 'note', written_by, { note_id, text, sensitive }),
    ),
    ...contents.tasks.flatMap(({ added_at, added_by, done_at, done_by, task_id, what }) => [
      moment(added_at, 'task_added', added_by, { task_id, what }),
      ...(done_at === null ? [] : [moment(done_at, 'task_done', done_by, { task_id, what })]),
    ]),
    ...contents.links.map(({ added_at, added_by, case_id, why }) =>
      moment(added_at, 'linked', added_by, { case_id, why }),
    ),
  ]
}

function moment(at: string, kind: string, actor: string | null, detail: Moment['detail']): Moment {
  return { at, kind, actor, detail }
}

/** Earliest first; of the same instant as they came. */
function inOrder(moments: readonly Moment[]): readonly Moment[] {
  return [...moments].sort((one, other) => (parseInstant(one.at) ?? 0) - (parseInstant(other.at) ?? 0))
}
