/** What an institution does for its customers. */
export type InstitutionKind = 'bank' | 'remitter' | 'wallet' | 'exchange'

/** One of the institutions that take part in a world; there are others, which are only heard of as counterparties. */
export interface Institution {
  /** From 0. */
  readonly number: number
  readonly kind: InstitutionKind
  /** How other institutions name it in `counterparty_institution`. */
  readonly code: string
  /** Name of its folder, such as `bank-1`. */
  readonly name: string
  /** Weight when people choose where to bank. */
  readonly share: number
}

const kinds: readonly InstitutionKind[] = [
  'bank', 'bank', 'remitter', 'wallet', 'bank', 'exchange', 'bank', 'remitter', 'bank', 'wallet',
] // biome-ignore format: a list

export const institutionsMost = 60

/** So many institutions: banks first, then remitters, wallets and exchanges between further banks. */
export function foundInstitutions(count: number): readonly Institution[] {
  return Array.from({ length: count }, (_, number) => {
    const kind = kinds[number % kinds.length]!
    return {
      number,
      kind,
      code: count === 1 ? 'SYNBANKOWN' : `SYN${kind.toUpperCase()}${number + 1}`,
      name: `${kind}-${number + 1}`,
      // A few large, many small: about as banks' shares of deposits fall with rank.
      share: 1 / (number + 1.5),
    }
  })
}

/** Each institution numbers its customers its own way, so that equal people do not have equal numbers (1,000,003 is prime). */
const numberAt = (institution: number, index: number): string =>
  String((index * (1 + 7_919 * institution) + 104_729 * institution) % 1_000_003).padStart(6, '0')

const tag = (institution: number): string => (institution === 0 ? '' : String(institution + 1))

export const customerIdAt = (institution: number, index: number): string =>
  `SYN-C${tag(institution)}-${numberAt(institution, index)}`

export const accountIdAt = (institution: number, index: number, place: number): string =>
  `SYN-A${tag(institution)}-${numberAt(institution, index)}-${place}`

/** What payments that come from this person's life begin with at an institution, whoever's account they are booked on. */
export const paymentStemAt = (institution: number, index: number): string =>
  `SYN-P${tag(institution)}-${numberAt(institution, index)}`
