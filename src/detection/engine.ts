import type { History, NumberColumn } from '../book/history.ts'
import type { Filter, Measure, Plan } from '../typology/plan.ts'
import { type Binding, bind } from './binding.ts'
import type { Calibration } from './calibration.ts'
import { type Conditions, conditionsFor } from './conditions.ts'
import { type Families, familiesOf } from './evidence.ts'
import type { ForeignValues } from './foreign.ts'
import { readsIntelligence } from './intelligence/unbind.ts'
import { linkFields } from './links.ts'
import type { Partition } from './partition.ts'
import { type GroupNumbering, numberGroups } from './peers.ts'
import { fieldsOfMeasure, filtersOf, type Program, programFor } from './program.ts'

/** Plans made ready to walk one history. */
export interface Engine {
  readonly binding: Binding
  /** Of all programs. */
  readonly conditions: Conditions
  /** Those about counterparties first, because customers are then seen in their light. */
  readonly programs: readonly BoundProgram[]
  /** One value a payment, in bans; unknown until the programs about counterparties have run. */
  readonly payeeEvidence: NumberColumn
  /** Programs that were made ready to be walked; see `prepare`. */
  readonly prepared: Map<number, Prepared>
  /** Programs whose links are filled, and the calibration by which customers were found to stand out. */
  readonly linked: Map<number, Calibration>
}

/** What a program is walked by: its subjects on whom anything can be found, and its foreign measures. */
export interface Prepared extends Partition {
  readonly foreign: ForeignValues
}

export interface BoundProgram {
  readonly program: Program
  readonly plans: readonly BoundPlan[]
}

/** A plan of a program with what scoring needs at hand. */
export interface BoundPlan {
  readonly plan: Plan
  /** Where the plan may find its typology. */
  readonly gate: Filter
  /** What is counted to tell how often the subject does it: the gate, whatever age the customer had. */
  readonly counted: Filter
  /** Where its measures stand in the program. */
  readonly places: readonly number[]
  /** For each indicator, where its measure stands in the program; and that of its divisor, or -1. */
  readonly measureOf: readonly number[]
  readonly perOf: readonly number[]
  /** Whether the unusual values of an indicator are the high ones. */
  readonly isHigh: readonly boolean[]
  /**
   * Whether an indicator is about the other side of the payment: of a payee, who its payer is. So is intelligence on a payee, which
   * its payers are seen in the light of by indicators of their own.
   */
  readonly aboutOther: readonly boolean[]
  /** Whether an indicator is about links with customers who stood out by themselves. */
  readonly aboutLinks: readonly boolean[]
  /** Whether any of its measures reads links. */
  readonly readsLinks: boolean
  readonly protectiveOf: readonly number[]
  readonly groups: GroupNumbering
  readonly families: Families
}

/** Shared memory that all threads fill together. */
export interface SharedParts {
  readonly words: readonly Uint32Array[]
}

export function makeEngine(history: History, plans: readonly Plan[], shared?: SharedParts): Engine {
  const binding = bind(history)
  const programs = (['counterparty', 'customer'] as const)
    .map(subject => programFor(subject, plans))
    .filter(program => program.plans.length > 0)
  const bound = programs.map(program => bindProgram(binding, program))
  const filters = bound.flatMap(({ program, plans }) => [
    ...plans.flatMap(({ gate, counted }) => [gate, counted]),
    ...program.measures.flatMap(filtersOf),
  ])
  return {
    binding,
    conditions: conditionsFor(binding, filters, shared?.words),
    payeeEvidence: history.payments.payee_evidence as NumberColumn,
    programs: bound,
    prepared: new Map(),
    linked: new Map(),
  }
}

export function sharedParts({ conditions }: Engine): SharedParts {
  return { words: conditions.words }
}

function bindProgram(binding: Binding, program: Program): BoundProgram {
  return {
    program,
    plans: program.plans.map((plan, i) => bindPlan(binding, plan, program.places[i]!)),
  }
}

function bindPlan(binding: Binding, plan: Plan, places: readonly number[]): BoundPlan {
  return {
    plan,
    gate: gateOf(plan),
    counted: atAnyAge(plan.gate),
    places,
    isHigh: plan.indicators.map(({ unusual }) => unusual === 'high'),
    measureOf: plan.indicators.map(indicator => places[indicator.measure]!),
    perOf: plan.indicators.map(indicator => (indicator.per === undefined ? -1 : places[indicator.per]!)),
    aboutOther: plan.indicators.map(indicator => {
      const measure = plan.measures[indicator.measure]!
      return measure.key[0] !== plan.subject || readsIntelligence(measure)
    }),
    readsLinks: plan.measures.some(readsLinks),
    aboutLinks: plan.indicators.map(indicator => readsLinks(plan.measures[indicator.measure]!)),
    protectiveOf: plan.protective.map(protective => places[protective.measure]!),
    groups: numberGroups(binding, plan.peers),
    families: familiesOf(plan),
  }
}

function readsLinks(measure: Measure): boolean {
  const fields = fieldsOfMeasure(measure)
  return linkFields.some(field => fields.has(field))
}

/** Age of majority, in years. */
const adultFrom = 18

/** A child is never a suspect, whatever a card's gate says. */
export function gateOf({ gate, subject, clock }: Plan): Filter {
  if (subject !== 'customer' || clock !== 'suspicion') return gate
  const isAdult = { kind: 'number', field: 'customer_age', comparison: '>=', value: adultFrom } as const
  const ageUnknown = { kind: 'known', field: 'customer_age', holds: false } as const
  return { kind: 'all', of: [gate, { kind: 'any', of: [isAdult, ageUnknown] }] }
}

/**
 * A gate with everything about the customer's age left out. Measures see what somebody did as a child, so how often they did it must
 * count that too: or whoever comes of age would stand among those who do it for the first time, and beyond all of them.
 */
function atAnyAge(filter: Filter): Filter {
  if (filter.kind === 'all' || filter.kind === 'any')
    return { kind: filter.kind, of: filter.of.map(atAnyAge) }
  const isAboutAge = (filter.kind === 'number' || filter.kind === 'known') && filter.field === 'customer_age'
  return isAboutAge ? { kind: 'constant', holds: true } : filter
}
