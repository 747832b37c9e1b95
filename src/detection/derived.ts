import type { History, NumberColumn, TextColumn } from '../book/history.ts'
import { firstDealings, firstSendings } from './dealings.ts'
import { learntFields } from './links.ts'

/**
 * Adds the columns that take a walk over the whole history to make, or that one pass fills and another reads: once, on
 * shared memory, so that threads do not make them again. `fields` are those that will be asked for.
 */
export function withDerived(history: History, fields: ReadonlySet<string>): History {
  const payments: Record<string, History['payments'][string]> = { ...history.payments }
  for (const field of learntFields) {
    if (fields.has(field) || field === 'payee_evidence')
      payments[field] = unknownNumbers(history.paymentCount)
  }
  const texts = (...names: string[]) => {
    const columns = names.map(name => payments[name])
    return columns.every(column => column?.kind === 'text') ? (columns as TextColumn[]) : undefined
  }
  const dealt = fields.has('payee_known_days') ? texts('counterparty') : undefined
  if (dealt !== undefined) payments.first_dealing = numbers(firstDealings(history, dealt[0]!))
  const sent = fields.has('sent_there_days') ? texts('counterparty_country', 'direction', 'rail') : undefined
  if (sent !== undefined) {
    const [country, direction, rail] = sent as [TextColumn, TextColumn, TextColumn]
    payments.first_sending = numbers(firstSendings(history, { country, direction, rail }))
  }
  return { ...history, payments }
}

function numbers(values: Float64Array): NumberColumn {
  return { kind: 'number', values }
}

function unknownNumbers(length: number): NumberColumn {
  return numbers(new Float64Array(new SharedArrayBuffer(length * 8)).fill(Number.NaN))
}
