import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Something done by one key while no text is written. */
export interface Key {
  /** As `KeyboardEvent.key` has it. The first is shown in the help. */
  readonly keys: readonly string[]
  readonly says: string
  readonly run: () => void
}

export interface KeyGroup {
  readonly title: string
  readonly keys: readonly Key[]
}

let groups: readonly KeyGroup[] = []
const watchers = new Set<() => void>()

function show(next: readonly KeyGroup[]): void {
  groups = next
  for (const watcher of watchers) watcher()
}

/** Makes keys work, and stand in the help, while the component is shown. Of two with the same key the later one has it. */
export function useKeys(title: string, keys: readonly Key[]): void {
  // What a key does may be another at each render; that it is there is not.
  const latest = useRef(keys)
  latest.current = keys
  const names = keys.map(key => `${key.keys.join(' ')} ${key.says}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: names stand for the keys
  useEffect(() => {
    const group: KeyGroup = {
      title,
      keys: latest.current.map((key, at) => ({ ...key, run: () => latest.current[at]?.run() })),
    }
    show([...groups, group])
    return () => show(groups.filter(each => each !== group))
  }, [title, names])
}

/** All that work now, for the help. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(watch, () => groups)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Runs what a pressed key is for. Keys belong to the page only while no text is written and no dialog is open. */
export function pressKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const target = event.target as HTMLElement
  if (
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]')
  )
    return
  if (document.querySelector('[role=dialog][aria-modal=true]') !== null) return
  // A button that has the focus is pressed by these.
  if ((event.key === 'Enter' || event.key === ' ') && target.closest('button, a')) return
  const key = groups.flatMap(group => group.keys).findLast(each => each.keys.includes(event.key))
  if (key === undefined) return
  event.preventDefault()
  key.run()
}
