import type { Alert } from './alert.ts'

/** An alert with its place in its queue, from 1. */
export interface Ranked {
  readonly alert: Alert
  readonly rank: number
}

/** What one set of cards finds and another does not. Alerts come in the order of their ranks. */
export interface AlertDifference {
  readonly gained: readonly Ranked[]
  readonly lost: readonly Ranked[]
  readonly kept: readonly { readonly from: Ranked; readonly to: Ranked }[]
}

/** How many alerts there were and are, and what became of them. */
export function countsOf({ gained, lost, kept }: AlertDifference) {
  return {
    from: kept.length + lost.length,
    to: kept.length + gained.length,
    gained: gained.length,
    lost: lost.length,
    kept: kept.length,
    /** Of the kept, how many have another rank. */
    reranked: kept.filter(({ from, to }) => from.rank !== to.rank).length,
  }
}

/**
 * Compares two queues, best first each. Two alerts are of the same matter when they are about the same subject and typology and
 * their payments overlap in time: cards and packs may have other names, and an episode may begin at another payment.
 */
export function compareAlerts(from: readonly Alert[], to: readonly Alert[]): AlertDifference {
  const open = new Map<string, Ranked[]>()
  for (const ranked of rankedOf(to)) {
    const matter = matterOf(ranked.alert)
    const list = open.get(matter)
    if (list === undefined) open.set(matter, [ranked])
    else list.push(ranked)
  }
  const lost: Ranked[] = []
  const kept: { from: Ranked; to: Ranked }[] = []
  for (const ranked of rankedOf(from)) {
    const candidates = open.get(matterOf(ranked.alert)) ?? []
    const exact = candidates.findIndex(({ alert }) => alert.alert_id === ranked.alert.alert_id)
    const at = exact >= 0 ? exact : candidates.findIndex(({ alert }) => overlap(alert, ranked.alert))
    if (at < 0) lost.push(ranked)
    else kept.push({ from: ranked, to: candidates.splice(at, 1)[0]! })
  }
  const gained = [...open.values()].flat().sort((a, b) => a.rank - b.rank)
  return { gained, lost, kept }
}

function rankedOf(alerts: readonly Alert[]): Ranked[] {
  return alerts.map((alert, place) => ({ alert, rank: place + 1 }))
}

function matterOf({ subject_kind, subject_id, typology }: Alert): string {
  return JSON.stringify([subject_kind, subject_id, typology])
}

function overlap(one: Alert, other: Alert): boolean {
  const from = (alert: Alert) => Date.parse(alert.first_payment_at)
  const until = (alert: Alert) => Date.parse(alert.last_payment_at)
  return from(one) <= until(other) && from(other) <= until(one)
}
