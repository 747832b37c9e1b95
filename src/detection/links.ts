import type { Codes, History, Numbers } from '../book/history.ts'
import { type Partition, paymentsIn } from './partition.ts'

/**
 * Links between customers: whoever shares a payee, a device or an identifier with customers who stand out is looked at
 * again in that light (the way the best known study found its payers: Australian Institute of Criminology, Trends and
 * issues 589). The propagation goes one step and no further: it starts from what customers show by themselves, never
 * from links. What many share links nobody.
 */

/** Fields that tell, at a payment, how many other customers who stood out by then are linked with its customer. */
export const linkFields = ['payee_links', 'device_links', 'identifier_links'] as const
/** Fields that one pass fills and others read. */
export const learntFields: readonly string[] = ['payee_evidence', ...linkFields]
export type LinkField = (typeof linkFields)[number]

/** A counterparty, device or identifier shared by more customers than this links nobody: a shop, a counter, a placeholder. */
export const sharersMax = 50

/** A customer who stood out, and the payment (its index in the history) at which that was first so. */
export interface StandOut {
  readonly customer: number
  readonly payment: number
}

/** A customer who shares something: what it is, and the payment from which on that is known. Of one thing, oldest first. */
interface Sharer {
  readonly shared: number
  readonly customer: number
  readonly since: number
}

/**
 * Writes, for each payment of a partition by customer, how many other customers are linked with its customer by then: both share
 * something by then, and the other stood out by then. NaN on all payments where the institution knows nothing of the kind.
 */
export function countLinks(
  history: History,
  partition: Partition,
  field: LinkField,
  standOuts: readonly StandOut[],
  links: Numbers,
): void {
  const paymentsOf = paymentsIn(partition)
  const sharers = sharersOf(history, paymentsOf, field, standOuts)
  links.fill(sharers === undefined ? Number.NaN : 0)
  if (sharers === undefined) return
  const stoodOut = new Map(standOuts.map(({ customer, payment }) => [customer, payment]))
  for (const [customer, since] of linkedSince(sharers, stoodOut)) {
    const ascending = Float64Array.from(since.values()).sort()
    let count = 0
    for (const payment of paymentsOf(customer)) {
      while (count < ascending.length && ascending[count]! <= payment) count++
      links[payment] = count
    }
  }
}

/** For each customer, the others linked with it and the payment from which on they are. A crowd that comes later undoes no link. */
function linkedSince(
  sharers: readonly Sharer[],
  stoodOut: ReadonlyMap<number, number>,
): Map<number, Map<number, number>> {
  const linked = new Map<number, Map<number, number>>()
  for (const group of Map.groupBy(sharers, ({ shared }) => shared).values()) {
    const isCrowd = (payment: number) => (group[sharersMax]?.since ?? Number.POSITIVE_INFINITY) <= payment
    for (const other of group) {
      const payment = stoodOut.get(other.customer)
      if (payment === undefined) continue
      for (const { customer, since } of group) {
        if (customer === other.customer) continue
        const from = Math.max(since, other.since, payment)
        if (isCrowd(from)) continue
        const own = linked.get(customer) ?? new Map<number, number>()
        own.set(other.customer, Math.min(from, own.get(other.customer) ?? Number.POSITIVE_INFINITY))
        linked.set(customer, own)
      }
    }
  }
  return linked
}

/** Whoever shares something with a customer who stood out; `undefined` where nothing of the kind is known of anybody. */
function sharersOf(
  history: History,
  paymentsOf: (customer: number) => Uint32Array,
  field: LinkField,
  standOuts: readonly StandOut[],
): Sharer[] | undefined {
  if (field === 'identifier_links') {
    const shared = history.sharedIdentifiers
    // They bear no date, so they count as known all along.
    return (
      shared &&
      Array.from(shared.customer, (customer, i) => ({ customer, shared: shared.group[i]!, since: 0 }))
    )
  }
  const column = history.payments[field === 'payee_links' ? 'counterparty' : 'device_id']
  if (column?.kind !== 'text' || column.dictionary.length === 1) return undefined
  const wanted = new Uint8Array(column.dictionary.length)
  for (const { customer } of standOuts) {
    for (const payment of paymentsOf(customer)) wanted[column.codes[payment]!] = 1
  }
  wanted[0] = 0
  return firstUses(history, column.codes, wanted)
}

/** The first payment of each customer with each wanted code, oldest first. Of a code that too many share, no more than tells so. */
function firstUses(history: History, codes: Codes, wanted: Uint8Array): Sharer[] {
  const sharers: Sharer[] = []
  const customersOf = new Map<number, Set<number>>()
  for (let payment = 0; payment < codes.length; payment++) {
    const shared = codes[payment]!
    if (wanted[shared] === 0) continue
    const customer = history.customer[payment]!
    const known = customersOf.get(shared) ?? new Set()
    if (known.has(customer)) continue
    customersOf.set(shared, known.add(customer))
    sharers.push({ shared, customer, since: payment })
    if (known.size > sharersMax) wanted[shared] = 0
  }
  return sharers
}
