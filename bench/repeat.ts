import {
  type Codes,
  type Column,
  type History,
  makeCodes,
  type NumberColumn,
  type Numbers,
  type TextColumn,
} from '../src/book/history.ts'

/** Text columns whose values belong to one institution: each copy has its own. */
const ownColumns = new Set(['counterparty', 'device_id'])

/**
 * So many institutions like the given one in one history, at the same times, with customers, counterparties and devices of their
 * own: a large book in the shape of a small one.
 */
export function repeatHistory(history: History, copies: number): History {
  const { customerCount, paymentCount } = history
  const customer = new Uint32Array(new SharedArrayBuffer(paymentCount * copies * 4))
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

/** A customer column: the whole of it, `copies` times. */
function allRepeated(column: Column, copies: number): Column {
  if (column.kind === 'text') {
    const codes = makeCodes(column.codes.length * copies, column.dictionary.length)
    for (let copy = 0; copy < copies; copy++) codes.set(column.codes, copy * column.codes.length)
    return { ...column, codes }
  }
  const values = new Float64Array(new SharedArrayBuffer(column.values.length * copies * 8))
  for (let copy = 0; copy < copies; copy++) values.set(column.values, copy * column.values.length)
  return { kind: 'number', values } satisfies NumberColumn
}
