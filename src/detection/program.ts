import { frequencyField } from '../typology/fields.ts'
import type { Filter, Measure, Plan, SubjectKind } from '../typology/plan.ts'

/**
 * The plans of one kind of subject, walked together: a measure that several cards use is computed once.
 */
export interface Program {
  readonly subject: SubjectKind
  readonly plans: readonly Plan[]
  readonly measures: readonly Measure[]
  /** For each plan, where its own measures stand among `measures`. */
  readonly places: readonly (readonly number[])[]
}

export function programFor(subject: SubjectKind, plans: readonly Plan[]): Program {
  const measures: Measure[] = []
  const known = new Map<string, number>()
  const own = plans.filter(plan => plan.subject === subject)
  const places = own.map(plan =>
    plan.measures.map(measure => {
      const meaning = meaningOf(measure)
      const place = known.get(meaning) ?? measures.push(measure) - 1
      known.set(meaning, place)
      return place
    }),
  )
  return { subject, plans: own, measures, places }
}

/** What makes two measures the same: everything but the name. */
export function meaningOf(measure: Measure): string {
  const { operation, key, where, windowMicros, of, whose } = measure
  return JSON.stringify([operation, key, where, String(windowMicros), of, whose])
}

/** Whether a measure is about another kind of entity than the program's subject. */
export function isForeign(program: Program, measure: Measure): boolean {
  return measure.key[0] !== program.subject
}

/** The filters that a measure's payments pass. */
export function filtersOf({ where, whose }: Measure): Filter[] {
  return whose === undefined ? [where] : [where, whose]
}

/** The fields that a measure reads. */
export function fieldsOfMeasure(measure: Measure): Set<string> {
  const fields = new Set<string>(measure.key)
  for (const filter of filtersOf(measure)) addFields(filter, fields)
  if (measure.of !== undefined) fields.add(measure.of)
  return fields
}

/** Every field that the plans read, the keys' and the peers' included. */
export function fieldsOf(plans: readonly Plan[]): Set<string> {
  const fields = new Set<string>()
  for (const plan of plans) {
    addFields(plan.gate, fields)
    for (const field of plan.peers) if (field !== frequencyField) fields.add(field)
    for (const measure of plan.measures) for (const field of fieldsOfMeasure(measure)) fields.add(field)
  }
  return fields
}

function addFields(filter: Filter, fields: Set<string>): void {
  switch (filter.kind) {
    case 'all':
    case 'any':
      for (const part of filter.of) addFields(part, fields)
      return
    case 'same':
      fields.add(filter.field).add(filter.other)
      return
    case 'constant':
      return
    default:
      fields.add(filter.field)
  }
}
