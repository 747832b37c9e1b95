/** An episode of a subject, as far as its arrival needs it. Instants are microseconds since 1970 UTC. */
export interface Episode {
  readonly alertId: string
  readonly clock: string
  readonly scoreBans: number
  readonly raisedAt: number
  readonly lastPaymentAt: number
}

/** One that the store has: its own id, and the id that detection gave the finding in it. */
export interface StoredEpisode extends Episode {
  readonly findingId: string
}

/** Which finding goes to which stored alert; the rest are new, or belong to a stronger one of the same episode. */
export interface Settled<Arriving, Stored> {
  readonly updates: readonly { readonly stored: Stored; readonly arriving: Arriving }[]
  readonly created: readonly Arriving[]
  readonly folded: readonly Arriving[]
}

/**
 * Settles the findings of one run on one subject and typology among the alerts that are stored of it. A finding goes to the
 * alert of its own id, else to the one that took it before, else to one with an overlapping episode and the same clock, since
 * nobody who may be harmed is ever made a suspect by it; of several for one alert the strongest stands. What was settled once
 * settles the same way again.
 */
export function settle<Arriving extends Episode, Stored extends StoredEpisode>(
  arriving: readonly Arriving[],
  stored: readonly Stored[],
): Settled<Arriving, Stored> {
  const taken = new Map<Stored, Arriving>()
  const created: Arriving[] = []
  const folded: Arriving[] = []
  const strongestFirst = [...arriving].sort(byStrength)
  const withoutOwn = (unsettled: readonly Arriving[], idOf: (one: Stored) => string) =>
    unsettled.filter(each => {
      const own = stored.find(one => idOf(one) === each.alertId && !taken.has(one))
      if (own !== undefined) taken.set(own, each)
      return own === undefined
    })
  const unknown = withoutOwn(strongestFirst, one => one.alertId)
  const left = withoutOwn(unknown, one => one.findingId)
  const free = [...stored].sort(byStrength)
  for (const each of left) {
    if ([...taken.values(), ...created].some(other => overlap(each, other))) folded.push(each)
    else {
      const match = free.find(one => !taken.has(one) && overlap(each, one))
      if (match === undefined) created.push(each)
      else taken.set(match, each)
    }
  }
  return { updates: [...taken].map(([one, each]) => ({ stored: one, arriving: each })), created, folded }
}

function overlap(one: Episode, other: Episode): boolean {
  return (
    one.clock === other.clock && one.raisedAt <= other.lastPaymentAt && other.raisedAt <= one.lastPaymentAt
  )
}

function byStrength(one: Episode, other: Episode): number {
  return (
    other.scoreBans - one.scoreBans || one.raisedAt - other.raisedAt || (one.alertId < other.alertId ? -1 : 1)
  )
}
