import { useLocalStorage } from '@mantine/hooks'
import { useMe } from '../session/me.ts'

/** How somebody wants to be looked after. Kept in this browser, for this person alone. */
export interface CareSettings {
  /** Whether sensitive wording is covered until it is asked for. */
  readonly covers: boolean
  /** After so many minutes without a pause a quiet reminder comes; 0 for none. */
  readonly pause_minutes: number
  /** And after so many alerts and cases with sensitive content in a day; 0 for none. */
  readonly opened_max: number
}

export const usualSettings: CareSettings = { covers: true, pause_minutes: 50, opened_max: 25 }

export function useCareSettings(): readonly [CareSettings, (changed: Partial<CareSettings>) => void] {
  const { user_id } = useMe()
  const [settings, set] = useLocalStorage<CareSettings>({
    key: `lapwing-care-${user_id}`,
    defaultValue: usualSettings,
    getInitialValueInEffect: false,
  })
  return [settings, changed => set({ ...settings, ...changed })]
}
