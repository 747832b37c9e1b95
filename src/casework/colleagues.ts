import { defineOperation, type Work } from '../access/operation.ts'
import type { Role } from '../access/roles.ts'
import { LapwingError } from '../domain/errors.ts'
import { asc, eq } from '../store/drizzle.ts'
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

/** Who works together, and so knows one another by name: on alerts and cases, and on cards. */
const trades: readonly ReadonlySet<string>[] = [casework, new Set(['data-scientist', 'validator'])]

/** Everybody who does the same work as the caller, by name; and who no longer does, so that what they did keeps its name. */
export const listColleagues = defineOperation({
  action: 'colleague.list',
  resource: 'Users',
  personal: false,
  changes: false,
  async run({ transaction, caller }: Work, _: Record<never, never>) {
    const own = caller.kind === 'user' ? caller.roles : []
    const shared = trades.filter(trade => own.some(role => trade.has(role)))
    const rows = await transaction.select().from(users).orderBy(asc(users.fullName), asc(users.userId))
    const items = rows
      .filter(user => user.roles.some(role => shared.some(trade => trade.has(role))))
      .map(({ userId, fullName, roles, disabled }) => ({
        user_id: userId,
        full_name: fullName,
        roles: roles as readonly Role[],
        disabled,
      }))
    return { items }
  },
})
