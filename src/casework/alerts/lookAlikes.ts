import { defineOperation, type Work } from '../../access/operation.ts'
import type { LookAlike } from '../../detection/lookAlikes.ts'
import { and, eq, inArray } from '../../store/drizzle.ts'
import { alerts } from '../../store/tables/casework.ts'
import { alertIsOpenTo, findAlert } from '../walls.ts'
import { findingOf } from './picture.ts'

/**
 * Who looks like the subject of an alert and was not alerted, or was cleared; nearest first. Of alerts only those count that the
 * caller may know of: somebody whose alert is behind a wall is as if there were none.
 */
export const readLookAlikes = defineOperation({
  action: 'alert.read-look-alikes',
  resource: 'Alert',
  personal: true,
  changes: false,
  find: findAlert,
  async run(work: Work, { alert_id }: { readonly alert_id: string }) {
    const { look_alikes, subject_kind, reasons, speaks_against, typology } = await findingOf(work, alert_id)
    if (look_alikes === undefined) return { alert_id, subject_kind, known: false, items: [] }
    const decided = await decisionsOn(work, subject_kind, look_alikes)
    const says = new Map([...reasons, ...speaks_against].map(each => [each.indicator, each.says]))
    const items = look_alikes.flatMap(({ raised, ...each }) => {
      const own = decided.get(each.subject_id) ?? []
      const isCleared = own.some(one => one.typology === typology && one.outcome === 'cleared')
      if (own.some(({ outcome }) => outcome !== 'cleared') || (raised && !isCleared)) return []
      const inWords = (names: readonly string[]) =>
        names.map(indicator => ({ indicator, says: says.get(indicator) ?? null }))
      return [
        {
          subject_id: each.subject_id,
          standing: isCleared ? ('cleared' as const) : ('not alerted' as const),
          distance_bans: each.distance_bans,
          shares: inWords(each.shares),
          lacks: inWords(each.lacks),
          besides: each.besides,
          speaks_against: each.speaks_against,
        },
      ]
    })
    return { alert_id, subject_kind, known: true, items }
  },
  detail: (_, { items }) => ({ subjects: items.map(each => each.subject_id) }),
})

async function decisionsOn(work: Work, kind: string, looked: readonly LookAlike[]) {
  const ids = looked.map(each => each.subject_id)
  const rows = await work.transaction
    .select({ subject: alerts.subjectId, typology: alerts.typology, outcome: alerts.outcome })
    .from(alerts)
    .where(and(eq(alerts.subjectKind, kind), inArray(alerts.subjectId, ids), alertIsOpenTo(work.caller)))
  return Map.groupBy(rows, each => each.subject)
}
