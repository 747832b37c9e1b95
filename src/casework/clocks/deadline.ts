import { microsPerDay, microsPerHour } from '../../domain/time.ts'
import { offsetAt } from '../../domain/zones.ts'
import { businessDaysAfter, type Day } from './business-days.ts'
import type { Jurisdiction, Matter, ReportRule } from './jurisdiction.ts'

/** When a report is due. Instants are microseconds since 1970 UTC. */

export interface Deadline {
  readonly dueAt: number
  readonly rule: ReportRule
}

/**
 * A period in hours runs from the moment; one in days from the day after, and ends with its last day, both as days are
 * counted at the authority.
 */
export function deadlineOf(jurisdiction: Jurisdiction, matter: Matter, suspicionFormedAt: number): Deadline {
  const rule = jurisdiction.rules.find(each => each.matter === matter || each.matter === 'any')!
  const { term } = rule
  if ('hours' in term) return { dueAt: suspicionFormedAt + term.hours * microsPerHour, rule }
  const { timeZone, holidays } = jurisdiction
  const formedOn = dayIn(timeZone, suspicionFormedAt)
  const lastDay =
    'calendarDays' in term
      ? formedOn + term.calendarDays
      : businessDaysAfter(formedOn, term.businessDays, holidays)
  return { dueAt: startOfDay(timeZone, lastDay + 1), rule }
}

export type Urgency = 'in_time' | 'soon' | 'late'

/** `soon` is the last third of the time that there was, and no less than its last day where there was more than one. */
export function urgencyOf(startedAt: number, dueAt: number, now: number): Urgency {
  if (now >= dueAt) return 'late'
  const left = dueAt - now
  const whole = dueAt - startedAt
  return left <= whole / 3 || (left <= microsPerDay && whole > microsPerDay) ? 'soon' : 'in_time'
}

/** When records of a day need no longer be kept. */
export function keptUntil({ timeZone, keepYears }: Jurisdiction, closedAt: number): number {
  const day = new Date(dayIn(timeZone, closedAt) * 86_400_000)
  const last = Date.UTC(day.getUTCFullYear() + keepYears, day.getUTCMonth(), day.getUTCDate()) / 86_400_000
  return startOfDay(timeZone, last + 1)
}

/** The calendar day there, counted from 1970-01-01. */
export function dayIn(timeZone: string, instant: number): Day {
  return Math.floor((instant + offsetAt(timeZone, instant)) / microsPerDay)
}

/** The instant at which a calendar day begins there. */
export function startOfDay(timeZone: string, day: Day): number {
  const midnight = day * microsPerDay
  // Twice, because the offset at the first guess may be that of the other side of a change of clocks.
  const guess = midnight - offsetAt(timeZone, midnight)
  return midnight - offsetAt(timeZone, guess)
}
