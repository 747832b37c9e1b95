/** What somebody opened today, and since when without a pause. Instants are milliseconds since 1970. */
export interface Exposure {
  /** The local calendar day that is counted, such as `2026-11-24`. */
  readonly day: string
  /** `alert a1`, `case c1`: each once. */
  readonly opened: readonly string[]
  /** Since when there was no pause. */
  readonly since: number
  /** When something was last done here. */
  readonly last: number
}

/** So long without doing anything here is a pause, taken elsewhere. */
export const pauseMinutes = 10

export function nothingYet(now: number): Exposure {
  return { day: dayOf(now), opened: [], since: now, last: now }
}

/** After something was done at this instant: a new day begins anew, and a while of nothing was a pause. */
export function active(exposure: Exposure, now: number): Exposure {
  if (exposure.day !== dayOf(now)) return nothingYet(now)
  const wasAway = now - exposure.last >= pauseMinutes * 60_000
  return { ...exposure, since: wasAway ? now : exposure.since, last: now }
}

/** After an alert or a case with sensitive content was opened. Opened again on the same day it counts once. */
export function opened(exposure: Exposure, what: string, now: number): Exposure {
  const next = active(exposure, now)
  return next.opened.includes(what) ? next : { ...next, opened: [...next.opened, what] }
}

export function paused(exposure: Exposure, now: number): Exposure {
  return { ...active(exposure, now), since: now }
}

export interface Counted {
  readonly alerts: number
  readonly cases: number
  readonly minutes: number
}

export function counted(exposure: Exposure, now: number): Counted {
  const { opened: list, since } = active(exposure, now)
  return {
    alerts: list.filter(each => each.startsWith('alert ')).length,
    cases: list.filter(each => each.startsWith('case ')).length,
    minutes: Math.floor((now - since) / 60_000),
  }
}

/** Why a reminder is due, or nothing. */
export function reminderOf(
  { alerts, cases, minutes }: Counted,
  { pause_minutes, opened_max }: { readonly pause_minutes: number; readonly opened_max: number },
): 'time' | 'opened' | undefined {
  // Only for whoever looked at something today.
  if (alerts + cases === 0) return undefined
  if (pause_minutes > 0 && minutes >= pause_minutes) return 'time'
  if (opened_max > 0 && alerts + cases >= opened_max) return 'opened'
  return undefined
}

function dayOf(instant: number): string {
  const date = new Date(instant)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-')
}
