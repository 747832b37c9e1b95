import { actAs, type Desk, type Office } from '../../access/desk.ts'
import type { Alert } from '../../detection/alert.ts'
import { microsPerDay, microsPerHour, parseInstant } from '../../domain/time.ts'
import type { PaymentsOf } from '../alertedPayments.ts'
import { arriveAlerts } from '../alerts/arrive.ts'
import { postpone, workAlert } from './script.ts'
import { type ExampleName, type ExampleUser, inventUsers } from './users.ts'

/** The desks of the invented users, and a clock that the history moves on. */
export interface Scene {
  readonly desk: (name: ExampleName) => Desk
  readonly userId: (name: ExampleName) => string
  /** The next thing happens so much later, in microseconds; never after the present. */
  readonly later: (micros: number) => number
  /** Alerts that are put off in the end. */
  readonly postponed: string[]
  readonly jurisdiction: string
}

/**
 * Gives an invented institution a past: each alert arrives when it would have, and people work on it by the same operations that the
 * server offers, at desks whose clock stands at that time. So what is in the store is what they leave behind, the audit chain
 * among it.
 */
export async function inventHistory(
  office: Office,
  findings: readonly Alert[],
  { jurisdiction, paymentsOf }: { readonly jurisdiction: string; readonly paymentsOf?: PaymentsOf },
): Promise<readonly ExampleUser[]> {
  const present = office.clock()
  const inOrder = findings
    .map(finding => ({ finding, at: parseInstant(finding.raised_at)! as number }))
    .filter(({ at }) => at < present)
    .sort((a, b) => a.at - b.at)
  let now = (inOrder[0]?.at ?? present) - microsPerDay
  const then: Office = { ...office, clock: () => now }
  const users = await inventUsers(actAs({ kind: 'console' }, then))
  const desks = new Map(
    [...users].map(([name, { user_id, role }]) => [
      name,
      actAs({ kind: 'user', id: user_id, roles: [role] }, then),
    ]),
  )
  const later = (micros: number) => {
    now = Math.min(now + micros, present)
    return now
  }
  const scene: Scene = {
    desk: name => desks.get(name)!,
    userId: name => users.get(name)!.user_id,
    later,
    postponed: [],
    jurisdiction,
  }
  const seen = new Map<string, number>()
  for (const [place, { finding, at }] of inOrder.entries()) {
    // Work on an earlier one may have taken longer.
    now = Math.max(now, Math.min(at + microsPerHour, present))
    await arriveAlerts(actAs({ kind: 'console' }, then), [finding], paymentsOf && { paymentsOf })
    const nth = seen.get(finding.clock) ?? 0
    seen.set(finding.clock, nth + 1)
    await workAlert(scene, finding, { nth, isRecent: place >= inOrder.length * (1 - shareThatWaits) })
  }
  now = present
  await postpone(scene)
  return [...users.values()]
}

/** The newest ones nobody has looked at yet: there is something to do. */
const shareThatWaits = 0.3
