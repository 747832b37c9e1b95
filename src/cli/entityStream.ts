import { z } from 'zod'
import { byteOrder } from '../book/memory.ts'
import type { Carried, Entities } from '../detection/carried.ts'
import { LapwingError } from '../domain/errors.ts'
import { columnsOf, type Row, tables } from '../domain/tables.ts'
import { parseInstant } from '../domain/time.ts'
import { type JsonRow, readJsonRows } from '../intake/jsonl.ts'
import type { SubjectKind } from '../typology/plan.ts'
import type { Facts } from './facts.ts'

/** A line that was refused: where, and why. It bears no value, because values are personal data. */
export interface Refused {
  readonly place: string
  readonly why: string
}

/** Whole entities are put together up to so many payments, because each time costs something; one larger stands alone. */
const paymentsTogether = 20_000

/**
 * Reads payments as JSON Lines in the order of an entity (customers or counterparties, by the bytes of their ids) and, within each, of
 * `(booked_at, payment_id)`; gives whole entities, a bounded number of payments at a time. Payments without a counterparty are
 * of no entity and may stand anywhere.
 *
 * @throws LapwingError `not-sorted`
 */
export async function* readEntities(
  chunks: AsyncIterable<Buffer>,
  by: SubjectKind,
  facts: Facts,
  onRefused: (refused: Refused) => void,
): AsyncGenerator<Entities> {
  let together: Carried[] = []
  let last: Standing | undefined
  for await (const row of readJsonRows(chunks, undefined)) {
    const read = readCarried(row, facts)
    if ('why' in read) {
      onRefused(read)
      continue
    }
    const entity = entityOf(read.payment, by, facts)
    if (entity !== undefined) demandOrder(read.payment, entity, last, row.place)
    const isBoundary = entity === undefined || entity !== last?.entity
    if (isBoundary && together.length >= paymentsTogether) {
      yield entitiesOf(together, facts)
      together = []
    }
    together.push(read)
    if (entity !== undefined)
      last = { entity, at: parseInstant(read.payment.booked_at)!, id: read.payment.payment_id }
  }
  if (together.length > 0) yield entitiesOf(together, facts)
}

interface Standing {
  readonly entity: string
  readonly at: number
  readonly id: string
}

/** Numbers arrive by the digits in the line, as everywhere in JSON Lines here. */
const digits = z.string().regex(/^-?\d/).transform(Number).refine(Number.isFinite)
const carriedNumbers = z.record(z.string(), digits)
/** A misspelt column would otherwise be lost in silence. */
const paymentRow = tables.payments.strict()
const nothing = '{}'

function readCarried({ values, problems, place }: JsonRow, facts: Facts): Carried | Refused {
  const [problem] = problems
  if (problem !== undefined) return { place, why: `${problem.field} ${problem.wrong}`.trim() }
  const { measures = nothing, learnt = nothing, ...columns } = values
  const known = Object.entries(columns).filter(([, text]) => text !== '')
  const payment = paymentRow.safeParse(Object.fromEntries(known))
  if (!payment.success) return { place, why: wrongColumn(payment.error) }
  const account = facts.accounts.get(payment.data.account_id)
  if (account === undefined) return { place, why: 'its account is not among the accounts' }
  if (!facts.customers.has(account.customer_id)) {
    return { place, why: 'the customer of its account is not among the customers' }
  }
  try {
    return {
      payment: payment.data,
      measures: carriedNumbers.parse(JSON.parse(measures)),
      learnt: carriedNumbers.parse(JSON.parse(learnt)),
    }
  } catch {
    return { place, why: 'measures and learnt should be objects of numbers' }
  }
}

function wrongColumn({ issues }: z.ZodError): string {
  const [issue] = issues
  if (issue?.code === 'unrecognized_keys') return `payments have no column ${issue.keys[0]}`
  const column = columnsOf('payments').find(({ name }) => name === issue?.path[0])
  return column === undefined ? 'not a payment' : `${column.name} should be ${column.right}`
}

function entityOf(payment: Row<'payments'>, by: SubjectKind, { accounts }: Facts): string | undefined {
  return by === 'customer' ? accounts.get(payment.account_id)!.customer_id : payment.counterparty_id
}

function demandOrder(payment: Row<'payments'>, entity: string, last: Standing | undefined, place: string) {
  if (last === undefined) return
  const at = parseInstant(payment.booked_at)!
  const order = byteOrder(last.entity, entity) || last.at - at || byteOrder(last.id, payment.payment_id)
  if (order < 0) return
  throw new LapwingError(
    'not-sorted',
    order === 0 ? 'the payment stands twice' : 'the payment belongs before the one above it',
    { place, remedy: 'Sort by entity, booked_at and payment_id, in the order of bytes.' },
  )
}

/** Of the facts only those that these payments are about. */
function entitiesOf(payments: readonly Carried[], facts: Facts): Entities {
  const ids = new Set(
    payments.flatMap(({ payment: { account_id, counterparty_id } }) =>
      counterparty_id === undefined ? [account_id] : [account_id, counterparty_id],
    ),
  )
  const accounts = [...ids].flatMap(id => facts.accounts.get(id) ?? [])
  const owners = new Set(accounts.map(({ customer_id }) => customer_id))
  const customers = [...owners].flatMap(id => facts.customers.get(id) ?? [])
  return { customers, accounts, payments }
}
