/** The kinds of conduct that a world can plant, under the names that truth and detection share. */
export const typologies = [
  'live-distance-payer',
  'facilitator-payee',
  'facilitator-receiver',
  'material-purchaser',
  'crypto-purchaser',
  'traveller',
  'sextortion-victim',
  'sextortion-mule',
  'self-generated-buyer',
  'self-generated-victim',
  'material-merchant',
  'proceeds-launderer',
] as const

export type Typology = (typeof typologies)[number]

/** How many subjects of each typology are planted. */
export type PlantedCounts = Readonly<Record<Typology, number>>

/** A handful of each, as in the example institution of 20,000 customers. */
export const handful: PlantedCounts = {
  'live-distance-payer': 5,
  'facilitator-payee': 3,
  'facilitator-receiver': 2,
  'material-purchaser': 3,
  'crypto-purchaser': 2,
  traveller: 3,
  'sextortion-victim': 4,
  'sextortion-mule': 2,
  'self-generated-buyer': 2,
  'self-generated-victim': 2,
  'material-merchant': 2,
  'proceeds-launderer': 2,
}

/** The handful, or fewer of each where there are fewer than a thousand people to find them among. */
export function handfulAmong(customers: number): PlantedCounts {
  const share = Math.min(1, customers / 1_000)
  return Object.fromEntries(
    typologies.map(typology => [typology, Math.ceil(handful[typology] * share)]),
  ) as unknown as PlantedCounts
}

export const nobody: PlantedCounts = Object.fromEntries(
  typologies.map(typology => [typology, 0]),
) as unknown as PlantedCounts

/**
 * The counts for a share of customers planted, in the handful's proportions; what is left of whole numbers falls to the
 * typologies by lot, so that a small share is right on average over seeds. Payees abroad are no customers and come on top, one to
 * two payers.
 *
 * @param prevalence planted customers of one customer, such as 1e-4
 */
export function countsFor(prevalence: number, customers: number, random: () => number): PlantedCounts {
  const among = typologies.filter(typology => typology !== 'facilitator-payee')
  const total = among.reduce((sum, typology) => sum + handful[typology], 0)
  const counts = Object.fromEntries(
    among.map(typology => {
      const wanted = (prevalence * customers * handful[typology]) / total
      return [typology, Math.floor(wanted) + (random() < wanted % 1 ? 1 : 0)]
    }),
  ) as Record<Typology, number>
  counts['facilitator-payee'] = Math.ceil(counts['live-distance-payer'] / 2)
  return counts
}
