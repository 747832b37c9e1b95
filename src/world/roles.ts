import type { Country } from './abroad.ts'
import type { Party } from './party.ts'
import type { Typology } from './typologies.ts'

/** A payee abroad and what the truth names it as, if anything. */
export interface Payee {
  readonly party: Party
  readonly truth: Typology | undefined
}

export type Role =
  /** `payments` is how many they make in all, also before and after the world. */
  | { readonly kind: 'live-distance-payer'; readonly payments: number; readonly payees: readonly Payee[] }
  | { readonly kind: 'one-off-payer'; readonly payee: Payee }
  | { readonly kind: 'facilitator-receiver' }
  | { readonly kind: 'material-purchaser'; readonly merchants: readonly number[] }
  | { readonly kind: 'crypto-purchaser' }
  | { readonly kind: 'traveller'; readonly payees: readonly Payee[]; readonly country: Country }
  /** `mules`, `victims`, `merchants` are people of the world by index. */
  | { readonly kind: 'sextortion-victim'; readonly mules: readonly number[] }
  | { readonly kind: 'sextortion-approached' }
  /** `ring` numbers whoever runs several such accounts from one device; `launderer` takes over what was collected. */
  | { readonly kind: 'sextortion-mule'; readonly ring: number; readonly launderer: number | undefined }
  | { readonly kind: 'self-generated-buyer'; readonly victims: readonly number[] }
  | { readonly kind: 'self-generated-victim' }
  | { readonly kind: 'material-merchant'; readonly launderer: number | undefined }
  | { readonly kind: 'proceeds-launderer' }

/** The one device from which a ring's accounts are run. */
export const ringDevice = (role: Role & { kind: 'sextortion-mule' }): string => `SYN-D-R${role.ring}`
