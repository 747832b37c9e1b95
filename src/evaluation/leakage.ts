import type { Alert } from '../detection/alert.ts'
import { microsPerSecond, parseInstant } from '../domain/time.ts'

/** An alert that payments booked after it was raised brought about, took away or changed. */
export interface Leak {
  readonly alert_id: string
  readonly subject_id: string
  readonly typology: string
  /** The instant at which the book was cut, RFC 3339. */
  readonly cut_at: string
  readonly what: 'only with later payments' | 'only without later payments' | 'changed by later payments'
}

/**
 * Holds the alerts of the whole book against those of the book cut at an instant, by the same calibration. Whatever was raised
 * before the cut must be there in both, at the same payment. An alert whose last payment was booked before the cut as well
 * must be the same in every word about its subject; one that goes on may only grow stronger.
 *
 * @param cutAt RFC 3339; the cut book ends just before it
 */
export function leaksOf(whole: readonly Alert[], cut: readonly Alert[], cutAt: string): Leak[] {
  const before = (alert: Alert) => parseInstant(alert.raised_at)! < parseInstant(cutAt)!
  const inWhole = new Map(whole.filter(before).map(alert => [alert.alert_id, alert]))
  const inCut = new Map(cut.filter(before).map(alert => [alert.alert_id, alert]))
  const leak = ({ alert_id, subject_id, typology }: Alert, what: Leak['what']): Leak => {
    return { alert_id, subject_id, typology, cut_at: cutAt, what }
  }
  return [
    ...[...inCut.values()]
      .filter(({ alert_id }) => !inWhole.has(alert_id))
      .map(alert => leak(alert, 'only without later payments')),
    ...[...inWhole.values()].flatMap(alert => {
      const other = inCut.get(alert.alert_id)
      if (other === undefined) return [leak(alert, 'only with later payments')]
      return isGrownFrom(alert, other) ? [] : [leak(alert, 'changed by later payments')]
    }),
  ]
}

function isGrownFrom(alert: Alert, other: Alert): boolean {
  const raised = ({ raised_at, payment_id }: Alert) => `${raised_at} ${payment_id}`
  if (raised(alert) !== raised(other)) return false
  if (alert.last_payment_id === other.last_payment_id) return ofSubject(alert) === ofSubject(other)
  return alert.score_bans >= other.score_bans
}

/**
 * Without what is told of others: those who look the same, whose payments go on, and how peers lie, from whom all that is the
 * subject's own is taken. The alert does not rest on either.
 */
function ofSubject({ look_alikes: _, reasons, ...own }: Alert): string {
  return JSON.stringify({ ...own, reasons: reasons.map(({ distribution: _, ...reason }) => reason) })
}

/** Random instants within the period, whole seconds, latest first. */
export function cutsIn(from: number, until: number, count: number, random: () => number): number[] {
  const seconds = (until - from) / microsPerSecond
  return Array.from({ length: count }, () => from + Math.ceil(random() * seconds) * microsPerSecond).sort(
    (one, other) => other - one,
  )
}
