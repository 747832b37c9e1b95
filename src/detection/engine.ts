import type { History, NumberColumn } from '../book/history.ts'
import type { Plan, SubjectKind } from '../typology/plan.ts'
import { type Binding, bind } from './binding.ts'
import { bansMax, type Families, familiesOf } from './evidence.ts'
import { type ForeignMeasures, foreignMeasures, type Subjects, subjectsOf } from './lookback.ts'
import { type GroupNumbering, numberGroups } from './peers.ts'
import { type Program, programFor } from './program.ts'

/** Plans made ready to walk one history. */
export interface Engine {
  readonly binding: Binding
  /** Those about counterparties first, because customers are then seen in their light. */
  readonly programs: readonly BoundProgram[]
  /** One value a payment, in bans; unknown until the programs about counterparties have run. */
  readonly payeeEvidence: NumberColumn
  readonly foreign: ForeignMeasures
}

export interface BoundProgram {
  readonly program: Program
  readonly subjects: Subjects
  readonly plans: readonly BoundPlan[]
}

/** A plan of a program with what scoring needs at hand. */
export interface BoundPlan {
  readonly plan: Plan
  /** For each indicator, where its measure stands in the program; and that of its divisor, or -1. */
  readonly measureOf: readonly number[]
  readonly perOf: readonly number[]
  /** Whether an indicator is about the other side of the payment: of a payee, who its payer is. */
  readonly aboutOther: readonly boolean[]
  readonly protectiveOf: readonly number[]
  readonly groups: GroupNumbering
  readonly families: Families
  /** The most evidence that one family can give, in bans: no alert is raised on less, so none on one family alone. */
  readonly oneFamilyMax: number
}

/** What is dear to make and lies on shared memory, so that worker threads take it over instead of making it again. */
export interface SharedParts {
  readonly subjects: Readonly<Partial<Record<SubjectKind, Subjects>>>
  readonly foreign: ForeignMeasures
}

export function makeEngine(history: History, plans: readonly Plan[], shared?: SharedParts): Engine {
  const binding = bind(history)
  const programs = (['counterparty', 'customer'] as const)
    .map(subject => programFor(subject, plans))
    .filter(program => program.plans.length > 0)
  const foreign = shared?.foreign ?? foreignMeasures(binding, programs)
  return {
    binding,
    payeeEvidence: history.payments.payee_evidence as NumberColumn,
    foreign,
    programs: programs.map(program => ({
      program,
      subjects: shared?.subjects[program.subject] ?? subjectsOf(binding, program.subject),
      plans: program.plans.map((plan, i) => bindPlan(binding, plan, program.places[i]!)),
    })),
  }
}

export function sharedParts(engine: Engine): SharedParts {
  const subjects = Object.fromEntries(
    engine.programs.map(({ program, subjects }) => [program.subject, subjects]),
  )
  return { subjects, foreign: engine.foreign }
}

function bindPlan(binding: Binding, plan: Plan, places: readonly number[]): BoundPlan {
  return {
    plan,
    measureOf: plan.indicators.map(indicator => places[indicator.measure]!),
    perOf: plan.indicators.map(indicator => (indicator.per === undefined ? -1 : places[indicator.per]!)),
    aboutOther: plan.indicators.map(indicator => plan.measures[indicator.measure]!.key[0] !== plan.subject),
    protectiveOf: plan.protective.map(protective => places[protective.measure]!),
    groups: numberGroups(binding, plan.peers),
    families: familiesOf(plan),
    oneFamilyMax: bansMax * Math.max(0, ...plan.indicators.map(indicator => indicator.weight)),
  }
}
