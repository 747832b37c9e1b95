/** The other side of a payment. Everybody is invented and says so. */
export interface Party {
  readonly id: string
  readonly name: string
  readonly country: string
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
