import type { directions, rails, statuses } from '../domain/tables.ts'
import type { Party } from './party.ts'

/** A payment in memory: the canonical columns, with money in minor units and time in whole seconds since 1970 UTC. */
export interface Payment {
  /** Number of the institution on whose books it is. */
  readonly institution: number
  readonly paymentId: string
  readonly bookedAt: number
  readonly accountId: string
  readonly direction: (typeof directions)[number]
  readonly amountMinor: number
  readonly currency: string
  readonly homeMinor: number
  readonly rail: (typeof rails)[number]
  readonly status: (typeof statuses)[number]
  readonly party: Party | undefined
  /** Some channels do not pass the name on. */
  readonly named: boolean
  readonly merchantCategoryCode: string | undefined
  readonly reference: string | undefined
  readonly purpose: string | undefined
  readonly device: string | undefined
  readonly ipCountry: string | undefined
  readonly offsetMinutes: number | undefined
  readonly externalReference: string | undefined
}
