import { intelligenceFields } from '../../typology/fields.ts'
import type { Measure, Plan } from '../../typology/plan.ts'
import { fieldsOfMeasure } from '../program.ts'

/** Whether a measure's value rests on intelligence. */
export function readsIntelligence(measure: Measure): boolean {
  const fields = fieldsOfMeasure(measure)
  return intelligenceFields.some(field => fields.has(field))
}

/**
 * The plan as it runs where no selectors were given: what rests on intelligence is left out and listed as not evaluated. A card
 * without one of its essential families finds nothing.
 */
export function withoutIntelligence(plan: Plan): Plan {
  if (!plan.measures.some(readsIntelligence)) return plan
  const isLeft = (place: number | undefined) =>
    place === undefined || !readsIntelligence(plan.measures[place]!)
  const indicators = plan.indicators.filter(({ measure, per }) => isLeft(measure) && isLeft(per))
  const protective = plan.protective.filter(({ measure }) => isLeft(measure))
  const left = new Set<{ readonly id: string }>([...indicators, ...protective])
  const measures = plan.measures.filter(measure => !readsIntelligence(measure))
  const placeOf = (place: number) => measures.indexOf(plan.measures[place]!)
  const isGone = (family: string) =>
    plan.indicators.some(each => each.family === family) && !indicators.some(each => each.family === family)
  return {
    ...plan,
    gate: plan.essential.some(each => [each].flat().every(isGone))
      ? { kind: 'constant', holds: false }
      : plan.gate,
    measures,
    indicators: indicators.map(indicator => ({
      ...indicator,
      measure: placeOf(indicator.measure),
      per: indicator.per === undefined ? undefined : placeOf(indicator.per),
    })),
    protective: protective.map(each => ({ ...each, measure: placeOf(each.measure) })),
    unbound: [
      ...plan.unbound,
      ...[...plan.indicators, ...plan.protective]
        .filter(each => !left.has(each))
        .map(({ id }) => ({ indicator: id, reason: 'no selectors were given: add --selectors FILE' })),
    ],
  }
}
