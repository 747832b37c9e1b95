import { opaque } from './random.ts'

/** The other side of a payment. Everybody is invented and says so. */
export interface Party {
  readonly id: string
  readonly name: string
  /** Undefined for addresses on a chain, which are nowhere. */
  readonly country: string | undefined
  readonly institution: string | undefined
  readonly payout: string | undefined
}

export const localParty = (id: string, name: string, institution = 'SYNBANKAU'): Party => ({
  id,
  name,
  country: 'AU',
  institution,
  payout: undefined,
})

const outside = ['SYNBANKTWO', 'SYNBANKTHREE', 'SYNBANKFOUR'] as const

/** Somebody in the country who banks with none of the world's institutions. The same path always gives the same person. */
export function outsider(seed: number, ...path: readonly (string | number)[]): Party {
  const mark = opaque(seed, 'outsider', ...path)
  return localParty(
    `SYN-X-${mark}`,
    `Synthetic Person ${mark.slice(0, 6).toUpperCase()}`,
    outside[Number.parseInt(mark.slice(-2), 16) % outside.length],
  )
}

/** An address on a chain. The same path always gives the same one. */
export function chainAddress(seed: number, ...path: readonly (string | number)[]): Party {
  const mark = opaque(seed, 'address', ...path)
  return {
    id: `SYN-V-${mark}`,
    name: `Synthetic Address ${mark.slice(0, 6)}`,
    country: undefined,
    institution: undefined,
    payout: undefined,
  }
}
