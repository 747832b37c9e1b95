import {
  type History,
  makeWholeNumbers,
  type NumberColumn,
  type Numbers,
  type TextColumn,
} from '../book/history.ts'
import { sharedFloat64 } from '../book/shared-memory.ts'
import { holdersOf } from './counterparties.ts'
import { firstDealings, firstSendings } from './dealings.ts'
import { customersOfDevice } from './devices.ts'
import { linkFields } from './links.ts'
import { lastReceivedSame, repeatedAmounts } from './sameAmounts.ts'

/**
 * Adds the columns that take a walk over the whole history to make, or that one pass fills and another reads: once, on
 * shared memory, so that threads do not make them again. `fields` are those that will be asked for.
 */
export function withDerived(history: History, fields: ReadonlySet<string>): History {
  const payments: Record<string, History['payments'][string]> = { ...history.payments }
  const earlier: Record<string, Uint32Array> = { ...history.earlier }
  // Evidence is in bans; links are counted in customers.
  payments.payee_evidence = unknownNumbers(history.paymentCount)
  for (const field of linkFields) {
    if (fields.has(field))
      payments[field] = numbers(makeWholeNumbers(history.paymentCount, history.customerCount))
  }
  const texts = (...names: string[]) => {
    const columns = names.map(name => payments[name])
    return columns.every(column => column?.kind === 'text') ? (columns as TextColumn[]) : undefined
  }
  const dealt = fields.has('payee_known_days') ? texts('counterparty') : undefined
  if (dealt !== undefined) earlier.first_dealing = firstDealings(history, dealt[0]!)
  const sent = fields.has('sent_there_days') ? texts('counterparty_country', 'direction', 'rail') : undefined
  if (sent !== undefined) {
    const [country, direction, rail] = sent as [TextColumn, TextColumn, TextColumn]
    earlier.first_sending = firstSendings(history, { country, direction, rail })
  }
  const used = fields.has('device_customers') ? texts('device_id') : undefined
  if (used !== undefined) payments.device_customers_by_then = numbers(customersOfDevice(history, used[0]!))
  const isHeld = ['counterparty_age', 'counterparty_is_customer', 'own_account'].some(field =>
    fields.has(field),
  )
  const held = isHeld ? texts('counterparty') : undefined
  if (held !== undefined) payments.counterparty_holder = numbers(holdersOf(history, held[0]!))
  const isRepeated = ['same_amount_times', 'same_amount_days'].some(field => fields.has(field))
  const between = isRepeated ? texts('exact_amount', 'direction', 'counterparty') : undefined
  if (between !== undefined) {
    const [amount, direction, counterparty] = between as [TextColumn, TextColumn, TextColumn]
    const { times, last } = repeatedAmounts(history, { amount, direction, counterparty })
    payments.same_amount_times_by_then = numbers(times)
    earlier.last_same_amount = last
  }
  const paid = fields.has('same_amount_received_days') ? texts('exact_amount', 'direction') : undefined
  if (paid !== undefined) {
    const [amount, direction] = paid as [TextColumn, TextColumn]
    earlier.last_received_same_amount = lastReceivedSame(history, { amount, direction })
  }
  return { ...history, payments, earlier }
}

function numbers(values: Numbers): NumberColumn {
  return { kind: 'number', values }
}

function unknownNumbers(length: number): NumberColumn {
  return numbers(sharedFloat64(length).fill(Number.NaN))
}
