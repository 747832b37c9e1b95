import type { Payment } from './payment.ts'
import { between, chance, pick, substream } from './random.ts'
import { type Typology, typologies } from './typologies.ts'

/** How conduct of one typology changes part-way. */
export interface Shift {
  /** From this day on. */
  readonly day: number
  /** Factor on amounts. */
  readonly amount: number
  /** Hours by which conduct moves in the day. */
  readonly laterHours: number
  /** The new rail of payments whose rail is free to choose. */
  readonly rail: Payment['rail']
  /** Factor on the number of payees, or of payers for who receives. */
  readonly parties: number
}

const abroad: readonly Payment['rail'][] = ['wallet', 'transfer', 'instant', 'remittance']
const domestic: readonly Payment['rail'][] = ['transfer', 'wallet', 'instant']
const bought: readonly Payment['rail'][] = ['wallet', 'gift_card', 'crypto']

const rails: Readonly<Record<Typology, readonly Payment['rail'][]>> = {
  'live-distance-payer': abroad,
  'facilitator-payee': abroad,
  'facilitator-receiver': abroad,
  'material-purchaser': bought,
  'crypto-purchaser': ['crypto', 'transfer', 'gift_card'],
  traveller: abroad,
  'sextortion-victim': ['gift_card', 'wallet', 'transfer'],
  'sextortion-mule': domestic,
  'self-generated-buyer': domestic,
  'self-generated-victim': domestic,
  'material-merchant': ['card', 'wallet'],
  'proceeds-launderer': ['crypto', 'transfer', 'wallet'],
}

/**
 * What every typology changes to, and when: somewhere in the middle third. Another seed is another change. Nothing is
 * published on how conduct changes; that it does is (FINTRAC replaced its 2020 indicators in 2025), so the shifts are our own.
 */
export function shiftsOf(seed: number, tactics: number, days: number): ReadonlyMap<Typology, Shift> {
  return new Map(
    typologies.map(typology => {
      const random = substream(seed, 'tactics', tactics, typology)
      return [
        typology,
        {
          day: Math.floor(days * between(random, 0.34, 0.66)),
          amount: chance(random, 0.5) ? between(random, 0.45, 0.75) : between(random, 1.3, 2),
          laterHours: between(random, -8, 8),
          rail: pick(random, rails[typology]),
          parties: pick(random, [0.5, 2, 3]),
        },
      ]
    }),
  )
}
