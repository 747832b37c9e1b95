import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Something that the command palette offers while the component that names it is shown. */
export interface Command {
  readonly name: string
  readonly group: string
  readonly run: () => void
}

let offered: readonly Command[] = []
const watchers = new Set<() => void>()

function show(next: readonly Command[]): void {
  offered = next
  for (const watcher of watchers) watcher()
}

export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  latest.current = commands
  const names = commands.map(command => `${command.group} ${command.name}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: names stand for the commands
  useEffect(() => {
    const mine = latest.current.map((command, at) => ({ ...command, run: () => latest.current[at]?.run() }))
    show([...offered, ...mine])
    return () => show(offered.filter(each => !mine.includes(each)))
  }, [names])
}

export function useOfferedCommands(): readonly Command[] {
  return useSyncExternalStore(
    watcher => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => offered,
  )
}
