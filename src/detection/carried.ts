import type { Rows } from '../book/memory.ts'
import type { Row } from '../domain/tables.ts'
import type { Measure, Plan, SubjectKind } from '../typology/plan.ts'
import { learntFields } from './links.ts'
import { definitions } from './live/definitions.ts'
import { fieldsOf, fieldsOfMeasure } from './program.ts'

/**
 * Detection over whole entities at a time, for when another engine divides the payments among many machines. Each entity
 * sees its own payments alone; what takes other entities' payments to tell is carried with each payment, from an earlier run
 * over the same payments in another order.
 */
export interface Carried {
  readonly payment: Row<'payments'>
  /** Values of measures at the payment, by `nameOf`; one that is absent is unknown. */
  readonly measures: Readonly<Record<string, number>>
  /** Values of the fields that one pass learns and another reads, such as `payee_evidence`. */
  readonly learnt: Readonly<Record<string, number>>
}

/** Whole entities: all their payments, and whose they are. */
export interface Entities extends Omit<Rows, 'payments'> {
  readonly payments: readonly Carried[]
}

/** A measure's name among those of all packs: `reference/traveller/nights_90d`. */
export function nameOf({ pack, card }: Plan, { id }: Measure): string {
  return `${pack}/${card}/${id}`
}

/** What plans need that payments in the order of one kind of entity cannot tell. */
export interface Needs {
  readonly measures: ReadonlySet<string>
  readonly learnt: ReadonlySet<string>
}

/** What has to be carried to the plans about one kind of entity, with payments in its order. */
export function needsOf(plans: readonly Plan[], by: SubjectKind): Needs {
  const own = plans.filter(plan => plan.subject === by)
  const read = fieldsOf(own)
  return {
    measures: new Set(
      own.flatMap(plan =>
        plan.measures.filter(({ key }) => key[0] !== by).map(measure => nameOf(plan, measure)),
      ),
    ),
    learnt: new Set(learntFields.filter(field => read.has(field))),
  }
}

/** Fields that a plan asks of its own entities' payments, which take payments of other entities to tell and are not carried. */
export function untoldOf(plan: Plan): string[] {
  const own = { ...plan, measures: plan.measures.filter(({ key }) => key[0] === plan.subject) }
  return untold(fieldsOf([own]), plan.subject)
}

/** Whether payments in the order of one kind of entity tell all that a measure reads. */
export function isTold(measure: Measure, by: SubjectKind): boolean {
  return measure.key[0] === by && untold(fieldsOfMeasure(measure), by).length === 0
}

/** Made from tables that the entities come without. */
const notGiven = new Set(['identifier_sharers', 'session_anonymiser', 'session_country'])

function untold(fields: Iterable<string>, by: SubjectKind): string[] {
  return [...fields].filter(field => {
    const definition = definitions[field]
    const isOfOthers = definition?.type === 'remembered' && !definition.measure.key.includes(by)
    return isOfOthers || notGiven.has(field)
  })
}
