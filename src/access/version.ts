import { LapwingError } from '../domain/errors.ts'

/**
 * Two people change the same thing: the second is told, and nothing is overwritten. `read` is the version that the change rests
 * on; without one it rests on nothing that was read.
 *
 * @throws LapwingError `changed-meanwhile`
 */
export function requireVersion(current: { readonly version: number }, read: number | undefined): void {
  if (read === undefined || read === current.version) return
  throw new LapwingError('changed-meanwhile', 'Someone else changed this meanwhile.', {
    place: 'If-Match',
    remedy: 'Read it again, and decide on what it says now.',
  })
}
