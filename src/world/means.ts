import type { Payment } from './payment.ts'
import { chance, logNormal, type Random } from './random.ts'

/** A payment with what deciding about it needs. */
export interface Wish extends Payment {
  /** Tried even when there is not enough: it then stands in the records as attempted. */
  readonly insistent: boolean
}

/**
 * What is left of a child's wishes when no more is spent than is there. Children have saved some hundred dollars (own estimate); what
 * they cannot afford they mostly do not try, now and then the payment is refused, and under pressure it always is tried.
 * `wishes` come in order of time; the other side of a dropped payment between customers is dropped with it.
 */
export function withinMeans(wishes: readonly Wish[], accounts: ReadonlySet<string>, random: Random): Wish[] {
  let left = logNormal(random, 60_000, 0.9)
  const dropped = new Set<string>()
  const lived: Wish[] = []
  for (const wish of wishes) {
    const own = accounts.has(wish.accountId)
    const counts = own && wish.status === 'completed'
    if (counts && wish.direction === 'out' && wish.homeMinor > left) {
      const pair = wish.externalReference
      if (pair !== undefined) dropped.add(pair)
      if (wish.insistent || chance(random, 0.1)) lived.push({ ...wish, status: 'attempted' })
      continue
    }
    if (!own && wish.externalReference !== undefined && dropped.has(wish.externalReference)) continue
    if (counts) left += wish.direction === 'in' ? wish.homeMinor : -wish.homeMinor
    lived.push(wish)
  }
  return lived
}
