import {
  type Codes,
  type Column,
  type History,
  makeCodes,
  type NumberColumn,
  type Numbers,
  type SharedIdentifiers,
  type TextColumn,
} from '../src/book/history.ts'
import { sharedFloat64, sharedUint32 } from '../src/book/shared-memory.ts'

/** Text columns whose values belong to one institution: each copy has its own. */
const ownColumns = new Set(['counterparty', 'device_id'])

/**
 * So many institutions like the given one in one history, at the same times, with customers, counterparties and devices of their
 * own: a large book in the shape of a small one.
 */
export function repeatHistory(history: History, copies: number): History {
  const { customerCount, paymentCount } = history
  const customer = sharedUint32(paymentCount * copies)
  for (let payment = 0, at = 0; payment < paymentCount; payment++) {
    for (let copy = 0; copy < copies; copy++)
      customer[at++] = history.customer[payment]! + copy * customerCount
  }
  return {
    ...history,
    paymentCount: paymentCount * copies,
    bookedAt: repeated(history.bookedAt, copies),
    places: repeated(history.places, copies),
    customer,
    payments: mapColumns(history.payments, (name, column) =>
      column.kind === 'text' && ownColumns.has(name)
        ? ofItsOwn(column, copies)
        : eachRepeated(column, copies),
    ),
    counterparties: mapColumns(history.counterparties, (name, column) =>
      eachCounterparty(column as NumberColumn, name === 'holder' ? customerCount : 0, copies),
    ),
    ...(history.sharedIdentifiers === undefined
      ? {}
      : { sharedIdentifiers: sharedInEach(history.sharedIdentifiers, customerCount, copies) }),
    customerCount: customerCount * copies,
    customerIds: named(history.customerIds, copies),
    customers: mapColumns(history.customers, (_, column) => allRepeated(column, copies)),
  }
}

function mapColumns(
  columns: Readonly<Record<string, Column>>,
  change: (name: string, column: Column) => Column,
): Record<string, Column> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(name, column)]))
}

function named(texts: readonly string[], copies: number): string[] {
  return Array.from({ length: copies }, (_, copy) => texts.map(text => `${copy}-${text}`)).flat()
}

/** Each value `copies` times in a row. */
function repeated<Values extends Numbers | Codes>(values: Values, copies: number): Values {
  const Kind = values.constructor as new (memory: SharedArrayBuffer) => Values
  const all = new Kind(new SharedArrayBuffer(values.byteLength * copies))
  for (let i = 0; i < values.length; i++) all.fill(values[i]!, i * copies, (i + 1) * copies)
  return all
}

function eachRepeated(column: Column, copies: number): Column {
  return column.kind === 'number'
    ? { ...column, values: repeated(column.values, copies) }
    : { ...column, codes: repeated(column.codes, copies) }
}

function ofItsOwn({ codes, dictionary }: TextColumn, copies: number): TextColumn {
  const texts = ['', ...named(dictionary.slice(1), copies)]
  const own = makeCodes(codes.length * copies, texts.length)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    for (let copy = 0; copy < copies; copy++) {
      own[i * copies + copy] = code === 0 ? 0 : code + copy * (dictionary.length - 1)
    }
  }
  return { kind: 'text', codes: own, dictionary: texts }
}

/** A column by the codes that `ofItsOwn` gives; its values grow by `step` from copy to copy. */
function eachCounterparty({ values }: NumberColumn, step: number, copies: number): NumberColumn {
  const known = values.subarray(1)
  const all = sharedFloat64(1 + known.length * copies)
  all[0] = values[0]!
  for (let copy = 0; copy < copies; copy++) {
    const from = 1 + copy * known.length
    for (let i = 0; i < known.length; i++) all[from + i] = known[i]! + copy * step
  }
  return { kind: 'number', values: all }
}

/** Nobody shares an identifier with a customer of another copy. */
function sharedInEach(
  { customer, group }: SharedIdentifiers,
  customerCount: number,
  copies: number,
): SharedIdentifiers {
  const groups = (group.at(-1) ?? -1) + 1
  const each = (values: Uint32Array, step: number) => {
    const all = sharedUint32(values.length * copies)
    for (let copy = 0; copy < copies; copy++) {
      for (let i = 0; i < values.length; i++) all[copy * values.length + i] = values[i]! + copy * step
    }
    return all
  }
  return { customer: each(customer, customerCount), group: each(group, groups) }
}

/** A customer column: the whole of it, `copies` times. */
function allRepeated(column: Column, copies: number): Column {
  if (column.kind === 'text') {
    const codes = makeCodes(column.codes.length * copies, column.dictionary.length)
    for (let copy = 0; copy < copies; copy++) codes.set(column.codes, copy * column.codes.length)
    return { ...column, codes }
  }
  const values = sharedFloat64(column.values.length * copies)
  for (let copy = 0; copy < copies; copy++) values.set(column.values, copy * column.values.length)
  return { kind: 'number', values } satisfies NumberColumn
}
