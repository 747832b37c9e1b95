import { eq } from 'drizzle-orm'
import type { Work } from '../access/operation.ts'
import { LapwingError } from '../domain/errors.ts'
import { users } from '../store/tables/access.ts'

const casework: ReadonlySet<string> = new Set(['analyst', 'investigator', 'reporting-officer', 'protection'])

/** Makes sure that work can be given to this user. @throws LapwingError `unknown-user` */
export async function colleague({ transaction }: Work, userId: string, place: string): Promise<void> {
  const [user] = await transaction.select().from(users).where(eq(users.userId, userId))
  if (user !== undefined && !user.disabled && user.roles.some(role => casework.has(role))) return
  throw new LapwingError('unknown-user', 'There is nobody of this id who works on alerts and cases.', {
    place,
    remedy: 'Name a user who is an analyst, investigator, reporting officer, or of protection.',
  })
}
