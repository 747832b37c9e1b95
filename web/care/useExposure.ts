import { useLocalStorage } from '@mantine/hooks'
import { useEffect } from 'react'
import { useMe } from '../session/me.ts'
import { active, type Exposure, nothingYet, opened, paused } from './exposure.ts'

/** What was opened today, kept in this browser for this person; nothing of it is sent anywhere. */
export function useExposure() {
  const { user_id } = useMe()
  const [exposure, set] = useLocalStorage<Exposure>({
    key: `lapwing-exposure-${user_id}`,
    defaultValue: nothingYet(Date.now()),
    getInitialValueInEffect: false,
  })
  return {
    exposure,
    notice: () => set(was => active(was, Date.now())),
    open: (what: string) => set(was => opened(was, what, Date.now())),
    pause: () => set(was => paused(was, Date.now())),
    forget: () => set(nothingYet(Date.now())),
  }
}

/** Counts an alert or a case whose content is on the screen. `id` is undefined while it is not yet there. */
export function useOpened(kind: 'alert' | 'case', id: string | undefined): void {
  const { open } = useExposure()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is opened
  useEffect(() => {
    if (id !== undefined) open(`${kind} ${id}`)
  }, [kind, id])
}
