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

/** Columns of which a part unknown is told too: without them a card looks past a payment or a person in silence. */
const toldInPart = new Set(['birth_date', 'utc_offset_minutes'])

/**
 * Columns that plans read and in which the history lacks values: all of them, or of those above a part. Cards then have
 * nothing to go by, and would be silent about it. One entry a column, named as in the input tables.
 */
export function absentColumns(history: History, plans: readonly Plan[]): NotEvaluated[] {
  if (history.paymentCount === 0) return []
  const fields = plans.map(plan => ({ card: plan.card, fields: fieldsOf([plan]) }))
  const cardsBy = (reads: (fields: Set<string>) => boolean) =>
    fields.filter(plan => reads(plan.fields)).map(plan => plan.card)

  const list: NotEvaluated[] = []
  for (const column of columnsFor(fieldsOf(plans))) {
    const lacking = lackingOf(history.payments[column], history.paymentCount)
    if (!isTold(column, lacking, history.paymentCount)) continue
    const cards = cardsBy(read => columnsFor(read).includes(column))
    list.push(absent('payments', lacking, history.paymentCount, inputNames[column] ?? column, cards))
  }
  list.push(...withoutAccounts(history, cardsBy))
  const people = peopleOf(history)
  for (const column of new Set(Object.values(customerColumns))) {
    const cards = cardsBy(read => [...read].some(field => customerColumns[field] === column))
    const isPersonal = column === 'birth_date'
    const total = isPersonal ? people.length : history.customerCount
    const lacking = lackingOf(history.customers[column], total, isPersonal ? people : undefined)
    if (cards.length > 0 && isTold(column, lacking, total))
      list.push(absent('customers', lacking, total, column, cards))
  }
  return list
}

function isTold(column: string, lacking: number, total: number): boolean {
  return total > 0 && (lacking === total || (lacking > 0 && toldInPart.has(column)))
}

const ofOtherAccount = ['counterparty_age', 'counterparty_is_customer', 'own_account']

/** Where no counterparty is an account of this institution, who holds the other account is not known of anybody. */
function withoutAccounts(
  { counterparties, paymentCount }: History,
  cardsBy: (reads: (fields: Set<string>) => boolean) => readonly string[],
): NotEvaluated[] {
  const cards = cardsBy(read => ofOtherAccount.some(field => read.has(field)))
  const { holder } = counterparties
  const isHere = holder?.kind === 'number' && holder.values.some(customer => !Number.isNaN(customer))
  if (cards.length === 0 || isHere) return []
  return [
    {
      what: 'payments',
      count: paymentCount,
      reason: `none has a counterparty_id that is an account_id here; read by ${cards.join(', ')}`,
      remedy: 'import the account number of the other side as counterparty_id, if it is known',
    },
  ]
}

/** An organisation has no birth date to lack. */
function peopleOf({ customers, customerCount }: History): number[] {
  const kind = customers.customer_kind
  const everybody = Array.from({ length: customerCount }, (_, index) => index)
  return kind?.kind === 'text'
    ? everybody.filter(index => kind.dictionary[kind.codes[index]!] === 'person')
    : everybody
}

const inputNames: Readonly<Record<string, string>> = {
  counterparty: 'counterparty_id',
  amount_minor: 'amount',
  exact_amount: 'amount',
  merchant_name: 'counterparty_name',
  account_opened_on: 'opened_on',
  session_country: 'sessions.ip_country',
  session_anonymiser: 'sessions.anonymiser',
}

function absent(
  what: string,
  lacking: number,
  total: number,
  column: string,
  cards: readonly string[],
): NotEvaluated {
  const whom = lacking === total ? 'none has' : `of ${total} without`
  return {
    what,
    count: lacking,
    reason: `${whom} ${column}; read by ${cards.join(', ')}`,
    remedy: `import ${column}, if it is known`,
  }
}

/** How many of the rows (all when not given) have no value. */
function lackingOf(column: Column | undefined, count: number, rows?: readonly number[]): number {
  if (column === undefined) return count
  const lacks = (row: number) =>
    column.kind === 'text' ? column.codes[row] === 0 : Number.isNaN(column.values[row]!)
  let lacking = 0
  for (let i = 0; i < count; i++) if (lacks(rows === undefined ? i : rows[i]!)) lacking++
  return lacking
}
