import { useCallback, useState } from 'react'
import type { Place } from './useLayout.ts'

/** What somebody did to a chart, by keys of nodes. */
export interface View {
  readonly opened: readonly string[]
  readonly hidden: ReadonlySet<string>
  readonly pinned: ReadonlyMap<string, Place>
  /** Whether what is ordinary is shown. */
  readonly ordinary: boolean
  readonly groupAll: boolean
  /** Nodes whose single neighbours are grouped, and, where all are, those where they are not. */
  readonly grouped: ReadonlySet<string>
  readonly ungrouped: ReadonlySet<string>
}

const untouched: View = {
  opened: [],
  hidden: new Set(),
  pinned: new Map(),
  ordinary: false,
  groupAll: false,
  grouped: new Set(),
  ungrouped: new Set(),
}

export function useView() {
  const [view, setView] = useState(untouched)

  const toggle = useCallback((what: 'ordinary' | 'groupAll' | 'group', key = '') => {
    setView(before => {
      if (what === 'ordinary') return { ...before, ordinary: !before.ordinary }
      const none: ReadonlySet<string> = new Set()
      if (what === 'groupAll')
        return { ...before, groupAll: !before.groupAll, grouped: none, ungrouped: none }
      return before.groupAll
        ? { ...before, ungrouped: toggled(before.ungrouped, key) }
        : { ...before, grouped: toggled(before.grouped, key) }
    })
  }, [])

  /** Pins a node where it is, or lets it go; `stays` only moves the pin. */
  const pin = useCallback((key: string, place: Place | undefined, stays = false) => {
    setView(before => {
      const pinned = new Map(before.pinned)
      if (!stays && pinned.delete(key)) return { ...before, pinned }
      if (place !== undefined) pinned.set(key, { x: place.x, y: place.y })
      return { ...before, pinned }
    })
  }, [])

  return { view, setView, toggle, pin }
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
