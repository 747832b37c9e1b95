import type { Profile } from './hours.ts'
import type { Party } from './party.ts'
import { type Random, substream, weighted, zipf } from './random.ts'

/** A kind of card spending. Codes are ISO 18245 merchant category codes. */
export interface Trade {
  readonly code: string
  readonly name: string
  /** How many such merchants the country has. */
  readonly merchants: number
  /** Weight among a person's everyday card payments. */
  readonly weight: number
  readonly medianMinor: number
  readonly sigma: number
  readonly hours: Profile
  /** Bought over the network, with a device. */
  readonly online: boolean
}

const trade = (
  code: string,
  name: string,
  merchants: number,
  weight: number,
  medianMinor: number,
  sigma: number,
  hours: Profile,
  online = false,
): Trade => ({ code, name, merchants, weight, medianMinor, sigma, hours, online })

export const trades = {
  grocer: trade('5411', 'Grocer', 220, 250, 4_800, 0.8, 'shop'),
  takeaway: trade('5814', 'Takeaway', 900, 170, 1_450, 0.5, 'meal'),
  restaurant: trade('5812', 'Restaurant', 1_200, 80, 4_600, 0.6, 'meal'),
  fuel: trade('5541', 'Fuel', 300, 70, 6_800, 0.4, 'shop'),
  bottleShop: trade('5921', 'Bottle Shop', 160, 35, 3_900, 0.6, 'shop'),
  pharmacy: trade('5912', 'Pharmacy', 300, 35, 2_600, 0.7, 'shop'),
  department: trade('5311', 'Department Store', 40, 35, 4_900, 0.8, 'shop'),
  clothing: trade('5651', 'Clothing', 400, 30, 6_500, 0.7, 'shop'),
  hardware: trade('5200', 'Hardware', 60, 28, 5_200, 0.9, 'shop'),
  transit: trade('4111', 'Transit', 12, 60, 1_000, 0.6, 'shop'),
  taxi: trade('4121', 'Rides', 10, 35, 2_300, 0.5, 'evening', true),
  parking: trade('7523', 'Parking', 150, 20, 900, 0.6, 'shop'),
  doctor: trade('8011', 'Clinic', 500, 14, 8_500, 0.4, 'office'),
  cinema: trade('7832', 'Cinema', 40, 9, 3_200, 0.5, 'evening'),
  books: trade('5942', 'Books', 90, 8, 2_900, 0.6, 'shop'),
  electronics: trade('5732', 'Electronics', 80, 14, 14_000, 1.0, 'shop'),
  marketplace: trade('5399', 'Online Marketplace', 25, 55, 3_800, 0.9, 'phone', true),
  hobby: trade('5945', 'Games and Hobbies', 120, 12, 3_500, 0.7, 'shop'),
  jewellery: trade('5944', 'Jeweller', 120, 3, 18_000, 0.9, 'shop'),
  hairdresser: trade('7230', 'Hairdresser', 500, 12, 4_500, 0.6, 'shop'),
  giftCards: trade('5947', 'Gifts and Cards', 140, 7, 5_000, 0.6, 'shop'),
  // Below: never drawn for everyday spending, only by those with the habit.
  streaming: trade('4899', 'Streaming', 14, 0, 1_700, 0.2, 'batch', true),
  digitalGoods: trade('5815', 'Digital Media', 60, 0, 1_500, 0.5, 'phone', true),
  digitalGames: trade('5816', 'Digital Games', 60, 0, 1_100, 0.9, 'evening', true),
  software: trade('5734', 'Software', 80, 0, 1_400, 0.4, 'phone', true),
  vpn: trade('4816', 'Network Service', 16, 0, 1_300, 0.3, 'phone', true),
  fileHosting: trade('7375', 'File Hosting', 30, 0, 1_600, 0.5, 'phone', true),
  creators: trade('5968', 'Creator Platform', 12, 0, 1_900, 0.7, 'evening', true),
  liveChat: trade('4814', 'Live Chat', 25, 0, 2_400, 0.6, 'night', true),
  cryptoExchange: trade('6051', 'Exchange', 7, 0, 10_000, 1, 'phone', true),
  adult: trade('5967', 'Adult Content', 50, 0, 2_300, 0.6, 'night', true),
  dating: trade('7273', 'Dating Service', 20, 0, 3_400, 0.5, 'evening', true),
  betting: trade('7995', 'Betting', 30, 0, 3_000, 1.0, 'evening', true),
  gym: trade('7997', 'Gym', 120, 0, 2_000, 0.3, 'batch', true),
  airline: trade('4511', 'Airline', 30, 0, 62_000, 0.6, 'phone', true),
  travelAgency: trade('4722', 'Travel Agency', 40, 0, 90_000, 0.7, 'phone', true),
  hotel: trade('7011', 'Hotel', 400, 0, 16_000, 0.6, 'evening'),
  insurance: trade('6300', 'Insurance', 20, 0, 9_500, 0.5, 'batch', true),
  university: trade('8220', 'University', 30, 0, 900_000, 0.3, 'office', true),
  freelancePlatform: trade('7399', 'Work Platform', 8, 0, 25_000, 0.8, 'phone', true),
  cashMachine: trade('6011', 'Cash Machine', 400, 0, 15_000, 0.7, 'shop'),
} as const satisfies Record<string, Trade>

export const drawEverydayTrade = weighted(Object.values(trades).map((each: Trade) => [each, each.weight]))

const made = new Map<string, Party[]>()

/** The merchant of a rank, most popular first. */
export function merchantAt(kind: Trade, rank: number, country = 'AU'): Party {
  const key = `${country}${kind.code}`
  const known = made.get(key) ?? []
  if (known.length === 0) made.set(key, known)
  const number = String(rank + 1).padStart(4, '0')
  known[rank] ??= {
    id: `SYN-M-${country}-${kind.code}-${number}`,
    name: `Synthetic ${kind.name} ${number}`,
    country,
    institution: undefined,
    payout: undefined,
  }
  return known[rank]
}

/** Two in three visits are to one of the few that this customer always goes to; popular ones are popular with many. */
export function chooseMerchant(seed: number, random: Random, customer: number, kind: Trade): Party {
  if (random() > 0.66) return merchantAt(kind, zipf(random, kind.merchants))
  const favourites = substream(seed, 'favourite', kind.code, customer, Math.floor(random() * 3))
  return merchantAt(kind, zipf(favourites, kind.merchants))
}
