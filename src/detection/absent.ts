import type { Column, History, NotEvaluated } from '../book/history.ts'
import type { Plan } from '../typology/plan.ts'
import { columnsFor } from './fields.ts'
import { fieldsOf } from './program.ts'

/** Customer columns that a customer need not have, by the fields made from them. */
const customerColumns: Readonly<Record<string, string>> = {
  customer_age: 'birth_date',
  age_band: 'birth_date',
  segment: 'segment',
  occupation: 'occupation',
  declared_tie: 'overseas_ties',
}

/**
 * Columns that plans read and in which the whole history has no value. Cards then have nothing to go by, and would be
 * silent about it. One entry a column, named as in the input tables.
 */
export function absentColumns(history: History, plans: readonly Plan[]): NotEvaluated[] {
  if (history.paymentCount === 0) return []
  const fields = plans.map(plan => ({ card: plan.card, fields: fieldsOf([plan]) }))
  const cardsBy = (reads: (fields: Set<string>) => boolean) =>
    fields.filter(plan => reads(plan.fields)).map(plan => plan.card)

  const list: NotEvaluated[] = []
  for (const column of columnsFor(fieldsOf(plans))) {
    if (hasValue(history.payments[column])) continue
    const cards = cardsBy(read => columnsFor(read).includes(column))
    list.push(absent('payments', history.paymentCount, inputNames[column] ?? column, cards))
  }
  for (const column of new Set(Object.values(customerColumns))) {
    const cards = cardsBy(read => [...read].some(field => customerColumns[field] === column))
    if (cards.length === 0 || hasValue(history.customers[column])) continue
    list.push(absent('customers', history.customerCount, column, cards))
  }
  return list
}

const inputNames: Readonly<Record<string, string>> = {
  counterparty: 'counterparty_id',
  amount_minor: 'amount',
}

function absent(what: string, count: number, column: string, cards: readonly string[]): NotEvaluated {
  return {
    what,
    count,
    reason: `none has ${column}; read by ${cards.join(', ')}`,
    remedy: `import ${column}, if it is known`,
  }
}

function hasValue(column: Column | undefined): boolean {
  if (column === undefined) return false
  if (column.kind === 'text') return column.codes.some(code => code !== 0)
  return column.values.some(value => !Number.isNaN(value))
}
