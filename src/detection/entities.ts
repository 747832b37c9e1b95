import type { History } from '../book/history.ts'
import { historyOf } from '../book/memory.ts'
import { parseInstant } from '../domain/time.ts'
import type { Measure, Plan, SubjectKind } from '../typology/plan.ts'
import type { Alert } from './alert.ts'
import { bind } from './binding.ts'
import { type Calibration, calibrationOf, raisesFrom } from './calibration.ts'
import { type Entities, isTold, nameOf } from './carried.ts'
import { withDerived } from './derived.ts'
import { bestFirst, readTables } from './detect.ts'
import { type Engine, makeEngine } from './engine.ts'
import { alertOf } from './explain.ts'
import { type ForeignValues, roomEverywhere } from './foreign.ts'
import { learntFields } from './links.ts'
import { gatedPartition, valuesEverywhere } from './lookback.ts'
import { fieldsOf, isForeign, meaningOf } from './program.ts'
import { setNumbers } from './sparse.ts'
import { runConditions, runFindings, runPayees } from './tasks.ts'

/**
 * The measures of the plans keyed by one kind of entity, at each payment in the order given: by `nameOf`, without those that
 * are unknown. Measures that read a field that cannot be told are left out.
 */
export function measuresAt(
  entities: Entities,
  plans: readonly Plan[],
  by: SubjectKind,
  homeCurrency: string,
): readonly Readonly<Record<string, number>>[] {
  const named = new Map<string, { readonly measure: Measure; readonly names: string[] }>()
  for (const plan of plans) {
    for (const measure of plan.measures) {
      if (!isTold(measure, by)) continue
      const known = named.get(meaningOf(measure)) ?? { measure, names: [] }
      known.names.push(nameOf(plan, measure))
      named.set(meaningOf(measure), known)
    }
  }
  const all = [...named.values()]
  const history = historyFor(entities, plans, homeCurrency)
  const found: Record<string, number>[] = entities.payments.map(() => ({}))
  if (all.length === 0 || history.paymentCount === 0) return found
  const columns = valuesEverywhere(
    bind(history),
    all.map(({ measure }) => measure),
  )
  for (const [i, { names }] of all.entries()) {
    for (let payment = 0; payment < history.paymentCount; payment++) {
      const value = columns[i]![payment]!
      if (!Number.isNaN(value)) for (const name of names) found[history.places[payment]!]![name] = value
    }
  }
  return found
}

/** The alerts of the plans about one kind of entity: those of `detect` on these subjects, best first. */
export function alertsOn(
  entities: Entities,
  plans: readonly Plan[],
  by: SubjectKind,
  calibration: Calibration,
): Alert[] {
  const weighing = weighingOf(entities, plans, by, calibration)
  if (weighing === undefined) return []
  const { engine, task, scales } = weighing
  const { findings } = runFindings(engine, {
    ...task,
    pass: 'findings',
    scales,
    cut: calibration.cut_bans ?? Number.POSITIVE_INFINITY,
    raisedIn: { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
    settledFrom: raisesFrom(calibration),
  })
  const { history } = engine.binding
  const ids = new Map(
    findings.length === 0
      ? []
      : Array.from(history.places, (place, payment) => [
          payment,
          entities.payments[place]!.payment.payment_id,
        ]),
  )
  return findings.map(finding => alertOf(engine, calibration, finding, ids)).sort(bestFirst)
}

/** The evidence on the payee of each payment in the order given, in bans, from payments in the order of counterparties; NaN without. */
export function payeeEvidenceAt(
  entities: Entities,
  plans: readonly Plan[],
  calibration: Calibration,
): Float64Array {
  const found = new Float64Array(entities.payments.length).fill(Number.NaN)
  const weighing = weighingOf(entities, plans, 'counterparty', calibration)
  if (weighing === undefined) return found
  const { engine, task } = weighing
  const { values } = engine.payeeEvidence
  values.fill(Number.NaN)
  runPayees(engine, { ...task, pass: 'payees' })
  for (const [payment, place] of engine.binding.history.places.entries()) found[place] = values[payment]!
  return found
}

function weighingOf(entities: Entities, plans: readonly Plan[], by: SubjectKind, calibration: Calibration) {
  const own = plans.filter(plan => plan.subject === by)
  const history = historyFor(entities, own, calibration.home_currency)
  if (own.length === 0 || history.paymentCount === 0) return undefined
  const engine = makeEngine(history, own)
  const [bound] = engine.programs
  runConditions(engine, { from: 0, to: history.paymentCount })
  const foreign = carriedMeasures(engine, entities)
  const partition = { ...gatedPartition(history, by, engine.conditions, bound!), foreign }
  const calibrated = bound!.plans.map(({ plan }) => calibrationOf(calibration, plan))
  const task = {
    program: 0,
    partition,
    from: 0,
    to: partition.entities.length,
    period: { from: parseInstant(calibration.from)!, until: parseInstant(calibration.until)! },
    tables: bound!.plans.map((plan, i) => readTables(plan, calibrated[i]!)),
  }
  return { engine, task, scales: calibrated.map(card => card.scale) }
}

function historyFor(entities: Entities, plans: readonly Plan[], homeCurrency: string): History {
  const rows = { ...entities, payments: entities.payments.map(({ payment }) => payment) }
  const history = withDerived(historyOf(rows, homeCurrency), fieldsOf(plans))
  for (const field of learntFields) {
    const column = history.payments[field]
    if (column?.kind !== 'number') continue
    for (const [payment, place] of history.places.entries()) {
      column.values[payment] = entities.payments[place]!.learnt[field] ?? Number.NaN
    }
  }
  return history
}

/** Measures about the other side are what was carried, and not what these payments alone would give. */
function carriedMeasures(engine: Engine, { payments }: Entities): ForeignValues {
  const [bound] = engine.programs
  const { program } = bound!
  const { places } = engine.binding.history
  const foreign = roomEverywhere(engine, bound!)
  for (const plan of program.plans) {
    for (const measure of plan.measures.filter(measure => isForeign(program, measure))) {
      const name = nameOf(plan, measure)
      const carried = Float64Array.from(places, place => payments[place]!.measures[name] ?? Number.NaN)
      setNumbers(foreign.get(meaningOf(measure))!, Uint32Array.from(places.keys()), carried)
    }
  }
  return foreign
}
