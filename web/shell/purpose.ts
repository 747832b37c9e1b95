import { useSessionStorage } from '@mantine/hooks'
import type { Purpose } from '../api/ask.ts'
import type { Me } from '../api/session.ts'
import { useMe } from '../session/me.ts'

/** What each role reads a case for, unless somebody says otherwise. */
const usual: readonly (readonly [Me['roles'][number], Purpose])[] = [
  ['reporting-officer', 'reporting'],
  ['investigator', 'investigation'],
  ['protection', 'protection'],
  ['analyst', 'triage'],
]

export const casePurposes: readonly Purpose[] = [
  'triage',
  'investigation',
  'reporting',
  'protection',
  'quality-review',
]

/** What sensitive reads are for, as this person says; the audit chain keeps it with each. Until this window is closed. */
export function usePurpose(): readonly [Purpose, (purpose: Purpose) => void] {
  const me = useMe()
  const [chosen, choose] = useSessionStorage<Purpose | ''>({
    key: 'lapwing-purpose',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  const own = usual.find(([role]) => me.roles.includes(role))?.[1] ?? 'investigation'
  return [chosen === '' ? own : chosen, choose]
}
