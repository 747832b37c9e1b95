import { LapwingError } from '../../domain/errors.ts'
import type { CasePath } from '../states/case-states.ts'

/** What a subject may be called in a case: the field's own words. */
export const subjectRoles = {
  suspicion: ['suspected payer', 'suspected facilitator', 'traveller', 'mule', 'merchant'],
  protection: ['possible victim', 'possible coerced mule'],
} as const satisfies Readonly<Record<CasePath, readonly string[]>>

/** Whoever may be harmed stands in no case of suspicion, and nobody suspected in theirs. @throws LapwingError `wrong-role` */
export function refuseRole(path: CasePath, role: string): void {
  const allowed: readonly string[] = subjectRoles[path]
  if (allowed.includes(role)) return
  throw new LapwingError('wrong-role', 'A subject of this case cannot have this role.', {
    place: 'role',
    remedy: `Say one of: ${allowed.join(', ')}. Others belong into a case of their own, linked to this one.`,
  })
}
