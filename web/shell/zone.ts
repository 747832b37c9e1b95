import { useLocalStorage } from '@mantine/hooks'
import type { Zone } from '../words/times.ts'

/** Which clock instants are shown on, remembered in this browser. UTC until told otherwise, as in files and reports. */
export function useZone(): readonly [Zone, () => void] {
  const [zone, setZone] = useLocalStorage<Zone>({
    key: 'lapwing-zone',
    defaultValue: 'utc',
    getInitialValueInEffect: false,
  })
  return [zone, () => setZone(zone === 'utc' ? 'local' : 'utc')]
}
