import type { Customer } from './customers.ts'
import type { Scene } from './life.ts'
import { chance, exponential, pick, substream, weighted } from './random.ts'
import { type Typology, typologies } from './typologies.ts'

/** What an institution's own casework decided about a customer; right or wrong. */
export interface Outcome {
  readonly institution: number
  readonly customerId: string
  /** Seconds since 1970 UTC. */
  readonly decidedAt: number
  readonly typology: Typology
  readonly outcome: 'confirmed' | 'reported' | 'cleared' | 'victim'
}

const victims: readonly Typology[] = ['sextortion-victim', 'self-generated-victim']

/** Of planted customers who came to be looked at: mostly reported, some confirmed by police, some let go. */
const drawOutcome = weighted<Outcome['outcome']>([
  ['reported', 60],
  ['confirmed', 22],
  ['cleared', 18],
])
/** Most alerts are false (vendors speak of 90 % and more): whoever was looked at for nothing was mostly cleared. */
const drawWrongOutcome = weighted<Outcome['outcome']>([
  ['cleared', 92],
  ['reported', 8],
])
const drawSuspicion = weighted<Typology>(
  typologies.filter(typology => typology !== 'facilitator-payee').map(typology => [typology, 1]),
)

/**
 * What became of one customer in the time of the world: nothing, nearly always. Planted customers are known in the world's
 * share of `outcomes`, after weeks or months; people with habits that look alike, and few others, were looked at in vain.
 *
 * @param planted the typology and when it began, in seconds since 1970 UTC; undefined for everybody else
 */
export function outcomeOf(
  scene: Scene,
  customer: Customer,
  planted: { readonly typology: Typology; readonly firstAt: number } | undefined,
  lookAlikes: number,
): Outcome | undefined {
  const { seed, calendar, outcomes } = scene
  if (outcomes === 0) return undefined
  const { institution, customerId, person } = customer
  const random = substream(seed, 'casework', institution, person.index)
  const beginning = calendar.epochDay * 86_400
  const end = beginning + calendar.days * 86_400
  const known = { institution, customerId }
  if (planted !== undefined) {
    if (!chance(random, outcomes)) return undefined
    const decidedAt = Math.floor(planted.firstAt + 5 * 86_400 + exponential(random, 75 * 86_400))
    if (decidedAt >= end) return undefined
    const { typology } = planted
    return {
      ...known,
      decidedAt,
      typology,
      outcome: victims.includes(typology) ? 'victim' : drawOutcome(random),
    }
  }
  if (!chance(random, lookAlikes > 0 ? 0.003 : 0.0003)) return undefined
  const decidedAt = Math.floor(beginning + random() * (end - beginning))
  const suspicion = person.living === 'child' ? pick(random, victims) : drawSuspicion(random)
  const typology =
    person.living !== 'child' && victims.includes(suspicion) ? 'live-distance-payer' : suspicion
  return { ...known, decidedAt, typology, outcome: drawWrongOutcome(random) }
}
