import { createHash } from 'node:crypto'
import { memoryStore } from '../store/store.sample.ts'
import type { Store } from '../store/store.ts'
import { actAs, type Desk, type Office } from './desk.ts'
import { createUser, type User } from './operations/users.ts'
import { loadPolicies } from './policy.ts'
import type { Role } from './roles.ts'

/** An office of a test's own: a fresh store (in memory, where none is given), a clock that is moved by hand, and bytes that are the same each time. */
export async function sampleOffice(store?: Store): Promise<Office & { at(micros: number): void }> {
  let [now, drawn] = [1_900_000_000_000_000, 0]
  return {
    store: store ?? (await memoryStore()),
    policies: loadPolicies(),
    clock: () => now,
    random: bytes => createHash('shake256', { outputLength: bytes }).update(`sample ${drawn++}`).digest(),
    at(micros) {
      now = micros
    },
  }
}

/** A new, invented user with these roles, its first password and its desk. */
export async function sampleUser(
  office: Office,
  signInName: string,
  roles: readonly Role[],
): Promise<{ readonly user: User; readonly password: string; readonly desk: Desk }> {
  const given = { sign_in_name: signInName, full_name: `Sample ${signInName}`, roles }
  const { password, ...user } = await actAs({ kind: 'console' }, office).perform(createUser, given)
  return { user, password, desk: actAs({ kind: 'user', id: user.user_id, roles }, office) }
}
