import type { PaymentRecord } from '../book/evidence.ts'
import { countryName } from '../domain/countries.ts'
import { formatMoney, parseMoney } from '../domain/money.ts'
import { formatInstant, type Micros, microsPerSecond, parseInstant } from '../domain/time.ts'

/** A payment as a person reads it under an alert. Texts are unknown when empty. */
export interface ShownPayment {
  readonly payment_id: string
  readonly booked_at: string
  /** The wall clock at the payer, `2025-03-14 23:05 UTC+10:00`; empty when the offset is not known. */
  readonly local_time: string
  readonly direction: string
  readonly status: string
  readonly rail: string
  /** Currency first: `AUD 51.20`. */
  readonly amount: string
  /** The same in the home currency, when that is another. */
  readonly amount_home: string
  /** Decimal text in the home currency, to draw by; empty when not known. */
  readonly home_value: string
  readonly counterparty: string
  readonly counterparty_country: string
  readonly reference_text: string
  /** `raised` and `strongest` mark the payments that the alert turns on. */
  readonly marks: readonly ('raised' | 'strongest')[]
}

/** Prepares payments for reading, in the order of `(booked_at, payment_id)`. */
export function shownPayments(
  rows: readonly PaymentRecord[],
  alert: {
    readonly payment_id: string
    readonly strongest_payment_id: string
    readonly home_currency: string
  },
): readonly ShownPayment[] {
  return rows
    .map(row => shown(row, alert.home_currency, marksOf(row, alert)))
    .sort(
      (one, other) => compare(one.booked_at, other.booked_at) || compare(one.payment_id, other.payment_id),
    )
}

function shown(record: PaymentRecord, homeCurrency: string, marks: ShownPayment['marks']): ShownPayment {
  const field = (name: string) => record[name] ?? ''
  const isHome = field('currency') === homeCurrency
  return {
    payment_id: field('payment_id'),
    booked_at: field('booked_at'),
    local_time: localTime(field('booked_at'), field('utc_offset_minutes')),
    direction: field('direction'),
    status: field('status'),
    rail: field('rail').replace('_', ' '),
    amount: money(field('amount'), field('currency')),
    amount_home: isHome ? '' : money(field('amount_home'), homeCurrency),
    home_value: field('amount_home') || (isHome ? field('amount') : ''),
    counterparty: field('counterparty_name') || field('counterparty_id'),
    counterparty_country: field('counterparty_country') && countryName(field('counterparty_country')),
    reference_text: field('reference_text'),
    marks,
  }
}

function marksOf(
  record: PaymentRecord,
  alert: { readonly payment_id: string; readonly strongest_payment_id: string },
): ShownPayment['marks'] {
  const id = record.payment_id
  return [
    ...(id === alert.payment_id ? (['raised'] as const) : []),
    ...(id === alert.strongest_payment_id ? (['strongest'] as const) : []),
  ]
}

/** The wall clock at an offset from UTC in minutes, with the offset: `2025-03-14 23:05 UTC+10:00`. */
export function localTime(bookedAt: string, utcOffsetMinutes: string): string {
  const instant = parseInstant(bookedAt)
  if (instant === undefined || utcOffsetMinutes === '') return ''
  const minutes = Number(utcOffsetMinutes)
  const local = formatInstant((instant + minutes * 60 * microsPerSecond) as Micros)
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${local.slice(0, 10)} ${local.slice(11, 16)} UTC${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}

function money(amount: string, currency: string): string {
  if (amount === '') return ''
  const parsed = parseMoney(amount, currency)
  return parsed === undefined ? `${currency} ${amount}` : formatMoney(parsed)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
