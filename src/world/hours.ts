import { type Random, weighted } from './random.ts'

/** Weights of the hours 0 to 23 by what people do in them. */
const profiles = {
  shop: [0, 0, 0, 0, 0, 1, 3, 7, 12, 15, 17, 18, 18, 16, 15, 16, 18, 20, 16, 10, 6, 3, 1, 0],
  meal: [1, 0, 0, 0, 0, 1, 6, 14, 14, 8, 6, 10, 22, 16, 7, 5, 5, 8, 18, 20, 14, 8, 5, 2],
  evening: [3, 2, 1, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 6, 8, 12, 15, 16, 14, 10, 6],
  phone: [3, 2, 1, 1, 1, 2, 4, 8, 10, 10, 10, 10, 11, 10, 9, 9, 10, 11, 12, 13, 14, 12, 9, 6],
  night: [15, 12, 9, 5, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 5, 8, 12, 16, 18],
  office: [0, 0, 0, 0, 0, 0, 1, 4, 10, 15, 15, 14, 12, 13, 14, 13, 9, 4, 1, 0, 0, 0, 0, 0],
  batch: [2, 4, 6, 8, 8, 8, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2],
  afterSchool: [1, 0, 0, 0, 0, 0, 1, 5, 6, 1, 2, 4, 6, 3, 3, 14, 18, 16, 14, 12, 12, 9, 5, 2],
} as const

export type Profile = keyof typeof profiles

const draw = Object.fromEntries(
  Object.entries(profiles).map(([name, weights]) => [
    name,
    weighted(weights.map((weight, hour) => [hour, weight])),
  ]),
) as Record<Profile, (random: Random) => number>

/** When a person sleeps: hours that their day lies later than others', and how often they live at night. */
export interface Rhythm {
  readonly laterHours: number
  readonly nightShare: number
}

/** A local second of the day. Shops keep their hours; what is done from home or a phone follows the person's sleep. */
export function timeOfDay(random: Random, profile: Profile, rhythm: Rhythm): number {
  const second = draw[profile](random) * 3_600 + random() * 3_600
  if (profile === 'shop' || profile === 'office' || profile === 'batch') return Math.floor(second)
  const atNight = rhythm.nightShare > 0 && random() < rhythm.nightShare ? 10 : 0
  return Math.floor(second + (rhythm.laterHours + atNight + 24) * 3_600) % 86_400
}
