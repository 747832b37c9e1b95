import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { QueueFilter } from '../api/alerts.ts'

/** What of the queue is shown, as it stands in the address bar. Absent is any; of states, those that wait for somebody. */
export interface View {
  readonly states?: string
  readonly typology?: string
  readonly role?: string
  readonly clock?: string
  /** Days since it came in, at least. */
  readonly older?: string
  /** A user, `me` or `nobody`. */
  readonly assignee?: string
}
export const viewParts = ['states', 'typology', 'role', 'clock', 'older', 'assignee'] as const

/** The view of the address, and how to go to another. */
export function useView(): readonly [View, (view: View) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const given = viewParts.map(part => String(search[part] ?? '')).join('\n')
  const view = useMemo(() => {
    const values = given.split('\n')
    const pairs = viewParts.map((part, at) => [part, values[at]] as const).filter(([, value]) => value)
    return Object.fromEntries(pairs) as View
  }, [given])
  const go = useCallback(
    (next: View) => void navigate({ to: '/alerts', search: next as never, replace: true }),
    [navigate],
  )
  return [view, go]
}

/** As the interface asks for it. `now` in milliseconds since 1970; ages are whole hours, so that a page of a list stays one. */
export function filterOf({ older, ...view }: View, now: number): QueueFilter {
  if (older === undefined) return view
  const hour = 3_600_000
  const until = Math.floor(now / hour) * hour - Number(older) * 24 * hour
  return { ...view, arrived_until: new Date(until).toISOString() }
}
