import { microsPerDay, microsPerHour } from '../domain/time.ts'
import { type CardMeasure, operations } from './card.ts'
import { fields } from './fields.ts'
import type { Missing } from './filter-operand.ts'
import type { Filter, Measure, Operation } from './plan.ts'
import { measureUnit } from './unit.ts'
import type { Path, ReportDetail } from './yaml.ts'

/** What compiling a part of a card reports to and asks of its surroundings. */
export interface CardChecks {
  report(path: Path, message: string, about?: ReportDetail): void
  /** Whether the name is among the valid ones; reports it when it is not. */
  word(path: Path, what: string, name: string, valid: readonly string[]): boolean
  filter(path: Path, cel: string): { readonly filter: Filter; readonly missing: readonly Missing[] }
}

export const textFields: readonly string[] = fields
  .filter(({ type }) => type === 'text')
  .map(({ name }) => name)
const numberFields = fields.filter(({ type }) => type === 'number').map(({ name }) => name)

/** A measure of a card as its plan has it, and what it needs that nobody supplied. */
export function compileMeasure(id: string, measure: CardMeasure, checks: CardChecks) {
  const path = ['measures', id]
  const given = operations.filter(operation => measure[operation] !== undefined)
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none' : given.join(' and ')
    checks.report(path, `the measure "${id}" should have exactly one operation, and has ${found}`, {
      key: true,
    })
  }
  const operation: Operation = given[0] ?? 'count'
  const of = measuredField(path, operation, measure, checks)
  const whose = operation === 'share' ? checks.filter([...path, 'share'], measure.share ?? 'true') : undefined
  const where = checks.filter([...path, 'where'], measure.where ?? 'true')
  checkKey(path, measure.key, checks)
  checkLearnt(path, of, measure, checks)
  const compiled: Measure = {
    id,
    operation,
    key: [measure.key].flat(),
    where: where.filter,
    windowMicros: windowMicros(measure.window),
    of,
    whose: whose?.filter,
    unit: measureUnit(operation, of),
  }
  return { measure: compiled, missing: [...where.missing, ...(whose?.missing ?? [])] }
}

function measuredField(path: Path, operation: Operation, measure: CardMeasure, checks: CardChecks) {
  const of = measure[operation]
  if (typeof of !== 'string' || operation === 'share') return undefined
  if (operation === 'distinct')
    checks.word([...path, operation], 'text field', of, ['customer', ...textFields])
  else checks.word([...path, operation], 'number field', of, numberFields)
  return of
}

// What other passes find (evidence on payees, links with customers who stood out) is found for customers' payments.
const learntFields = ['payee_evidence', 'payee_links', 'device_links', 'identifier_links']

function checkLearnt(path: Path, of: string | undefined, measure: CardMeasure, checks: CardChecks): void {
  if (of !== undefined && learntFields.includes(of) && [measure.key].flat()[0] !== 'customer') {
    checks.report([...path, 'key'], `a measure of ${of} should have a key that begins with customer`)
  }
}

// A measure may be about the other party or the device: what all customers paid this payee serves a card about either.
const heads = ['customer', 'counterparty', 'device_id']

function checkKey(path: Path, key: CardMeasure['key'], checks: CardChecks): void {
  const parts = [key].flat()
  parts.forEach((part, index) => {
    const at = typeof key === 'string' ? [...path, 'key'] : [...path, 'key', index]
    if (index === 0) checks.word(at, 'word to begin a key', part, heads)
    else if (part === 'customer') checks.report(at, '"customer" can only begin a key')
    else if (parts.indexOf(part) < index) checks.report(at, `"${part}" stands in the key twice`)
    else checks.word(at, 'text field', part, textFields)
  })
}

function windowMicros(window: string): number {
  if (window === 'ever') return Number.POSITIVE_INFINITY
  return Number(window.slice(0, -1)) * (window.endsWith('h') ? microsPerHour : microsPerDay)
}
