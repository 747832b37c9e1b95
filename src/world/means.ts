import type { Payment } from './payment.ts'
import { chance, logNormal, type Random } from './random.ts'
import type { Typology } from './typologies.ts'

/** A payment with what deciding about it needs. */
export interface Wish extends Omit<Payment, 'paymentId'> {
  /** Given when all is in order of time. */
  paymentId: string
  /** Tried even when there is not enough: it then stands in the records as attempted. */
  readonly insistent: boolean
  /** Planted subjects whose conduct the payment belongs to. */
  readonly subjects: readonly Subject[]
}

/** Somebody whom the truth names. */
export interface Subject {
  readonly kind: 'customer' | 'counterparty'
  readonly id: string
  readonly typology: Typology
}

/**
 * What is left of a child's wishes when no more is spent than is there. Children have saved some hundred dollars (own estimate); what
 * they cannot afford they mostly do not try, now and then the payment is refused, and under pressure it always is tried.
 * `wishes` come in order of time; the other side of a dropped payment is dropped with it.
 */
export function withinMeans(wishes: readonly Wish[], accounts: ReadonlySet<string>, random: Random): Wish[] {
  let left = logNormal(random, 60_000, 0.9)
  const dropped = new Set<string>()
  const lived: Wish[] = []
  for (const wish of wishes) {
    const own = accounts.has(wish.accountId)
    const counts = own && wish.status === 'completed'
    if (counts && wish.direction === 'out' && wish.homeMinor > left) {
      if (wish.externalReference !== undefined) dropped.add(wish.externalReference)
      if (wish.insistent || chance(random, 0.1)) lived.push({ ...wish, status: 'attempted' })
      continue
    }
    const pair = wish.externalReference
    if (wish.direction === 'in' && pair !== undefined && dropped.has(pair)) continue
    if (counts) left += wish.direction === 'in' ? wish.homeMinor : -wish.homeMinor
    lived.push(wish)
  }
  return lived
}
