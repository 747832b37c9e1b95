import type { ShownPayment } from '../../casework/payment.ts'
import {
  caveatOf,
  comparisonOf,
  headlineOf,
  isToProtect,
  namedInWords,
  ownVersionInWords,
  probabilityInWords,
  scoreInWords,
  standingOf,
} from '../../casework/words.ts'
import type { Alert } from '../../detection/alert.ts'
import { bar } from '../terminal/bar.ts'
import { measured } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { type Cell, type Column, type Paragraph, table } from '../terminal/table.ts'
import { pad, safe, wrap } from '../terminal/width.ts'

interface Options {
  readonly width: number
  readonly paint: Paint
}

const textColumnsMax = 100
const barColumns = 24
const narrowBelow = 96

/** One alert, whole: what was seen, against whom it was compared, what speaks against it, and what it is not. */
export function wholeAlert(
  alert: Alert,
  payments: readonly ShownPayment[],
  citations: readonly string[],
  options: Options,
): readonly string[] {
  const { paint } = options
  const text = Math.min(options.width, textColumnsMax)
  const says = (sentence: string) => wrap(safe(sentence), text)
  return [
    ...says(headlineOf(alert)).map(line => paint(line, 'strong')),
    ...says(caveatOf(alert)).map(line => paint(line, isToProtect(alert) ? 'protect' : 'faint')),
    '',
    ...facts(alert, text),
    '',
    ...section('Evidence by family', paint),
    ...families(alert, paint),
    '',
    ...section('Indicators', paint),
    ...indicators(alert, options),
    '',
    ...section('What speaks against', paint),
    ...against(alert, options),
    ...notEvaluated(alert, options),
    '',
    ...section('Payments', paint),
    ...paymentTable(payments, options),
    '',
    ...section('Published sources', paint),
    ...citations.flatMap(source =>
      wrap(safe(source), text - 2).map((line, at) => (at === 0 ? `• ${line}` : `  ${line}`)),
    ),
  ]
}

function section(title: string, paint: Paint): readonly string[] {
  return [paint(title, 'strong')]
}

function facts(alert: Alert, width: number): readonly string[] {
  const probability = probabilityInWords(alert)
  const rows: readonly (readonly [string, string])[] = [
    ['Alert', alert.alert_id],
    ['Role', alert.role],
    ['Typology', `${alert.title} (card ${alert.card}, pack ${alert.pack} ${alert.pack_version})`],
    ...(alert.in_place_of === undefined
      ? []
      : [['Own version', ownVersionInWords(alert.in_place_of)] as const]),
    [
      'Score',
      `${alert.score_bans.toFixed(2)} bans: ${scoreInWords(alert.score_bans)}; the cut is ${alert.cut_bans.toFixed(2)}`,
    ],
    ...(probability === undefined ? [] : [['Probability', probability] as const]),
    ['Evidence', `${alert.evidence_bans.toFixed(2)} bans in all, less what speaks against`],
    ['Raised', `${alert.raised_at} by payment ${alert.payment_id}`],
    ['Strongest', `${alert.strongest_at} at payment ${alert.strongest_payment_id}`],
    [
      'Clock',
      alert.clock === 'protection'
        ? 'protection: minutes count'
        : 'suspicion: days to form one and report it',
    ],
  ]
  const names = Math.max(...rows.map(([name]) => name.length))
  return rows.flatMap(([name, value]) =>
    wrap(safe(value), width - names - 2).map((line, at) => `${pad(at === 0 ? name : '', names)}  ${line}`),
  )
}

function families(alert: Alert, paint: Paint): readonly string[] {
  const counted = alert.reasons.filter(reason => reason.counted).sort((one, other) => other.bans - one.bans)
  const rows = [
    ...counted.map(reason => ({
      name: reason.family,
      bans: reason.bans,
      style: 'evidence' as const,
      sign: '+',
    })),
    ...alert.speaks_against.map(reason => ({
      name: `${reason.family}, against`,
      bans: reason.bans,
      style: 'against' as const,
      sign: '-',
    })),
  ].filter(row => row.bans > 0)
  const most = Math.max(...rows.map(row => row.bans), 0)
  const names = Math.max(...rows.map(row => row.name.length), 0)
  return rows.map(
    ({ name, bans, style, sign }) =>
      `${pad(name, names)}  ${sign}${bans.toFixed(2)} bans  ${paint(bar(bans, most, barColumns), style)}`,
  )
}

function indicators(alert: Alert, { width, paint }: Options): readonly string[] {
  const rows = [...alert.reasons]
    .sort((one, other) => other.bans - one.bans)
    .map(reason => [
      [
        { text: reason.says },
        {
          text: standingOf(reason),
          style: 'faint',
        },
        ...(reason.intelligence ?? []).map(named => ({ text: namedInWords(named), hang: '• ' })),
      ] satisfies Paragraph[],
      measured(reason.value, reason.unit),
      comparisonOf(reason),
      `${reason.bans.toFixed(2)} bans`,
    ])
  return table(
    [
      { title: 'What was seen', columnsMin: 20, columnsMax: 60 },
      { title: 'Value', align: 'right', columnsMin: 9 },
      { title: 'How rare, and among whom', columnsMin: 18, columnsMax: 60 },
      { title: 'Evidence', align: 'right' },
    ],
    rows,
    { width, paint, spaced: true },
  )
}

function against(alert: Alert, { width, paint }: Options): readonly string[] {
  if (alert.speaks_against.length === 0) {
    return wrap(
      'Nothing in the data that was supplied. That is no evidence either: ask what the data cannot show.',
      width,
    )
  }
  return table(
    [
      { title: 'What was seen', columnsMin: 20, columnsMax: 70 },
      { title: 'Value', align: 'right', columnsMin: 9 },
      { title: 'Takes away', align: 'right' },
    ],
    alert.speaks_against.map(reason => [
      reason.says,
      measured(reason.value, reason.unit),
      `${reason.bans.toFixed(2)} bans`,
    ]),
    { width, paint },
  )
}

function notEvaluated(alert: Alert, { width, paint }: Options): readonly string[] {
  if (alert.not_evaluated.length === 0) return []
  return [
    '',
    ...section('Not evaluated', paint),
    ...table(
      [
        { title: 'Indicator', columnsMin: 14 },
        { title: 'Why', columnsMin: 20 },
      ],
      alert.not_evaluated.map(({ indicator, reason }) => [indicator, reason]),
      { width, paint },
    ),
  ]
}

function paymentTable(payments: readonly ShownPayment[], { width, paint }: Options): readonly string[] {
  if (payments.length === 0) return ['The book no longer holds these payments.']
  const { columns, row } = width < narrowBelow ? narrowPayments : widePayments
  return table(columns, payments.map(row), { width, paint, spaced: width < narrowBelow })
}

interface PaymentView {
  readonly columns: readonly Column[]
  row(payment: ShownPayment): readonly Cell[]
}

const widePayments: PaymentView = {
  columns: [
    { title: 'Booked (UTC)' },
    { title: 'Local time' },
    { title: 'Amount', align: 'right' },
    { title: 'Counterparty', columnsMin: 14, columnsMax: 40 },
    { title: 'How', columnsMin: 8 },
    { title: 'Reference', columnsMin: 9, columnsMax: 40 },
  ],
  row: payment => [
    [...booked(payment), ...marks(payment)],
    payment.local_time.slice(11) || 'not known',
    amounts(payment),
    counterparty(payment),
    how(payment),
    payment.reference_text || '-',
  ],
}

const narrowPayments: PaymentView = {
  columns: [
    { title: 'Booked (UTC), local time' },
    { title: 'Amount', align: 'right' },
    { title: 'Counterparty, how, reference', columnsMin: 20 },
  ],
  row: payment => [
    [
      ...booked(payment),
      { text: payment.local_time.slice(11) || 'local time not known', style: 'faint' },
      ...marks(payment),
    ],
    amounts(payment),
    [
      ...counterparty(payment),
      { text: how(payment) },
      ...(payment.reference_text === '' ? [] : [{ text: payment.reference_text }]),
    ],
  ],
}

function booked({ booked_at }: ShownPayment): readonly Paragraph[] {
  return [{ text: booked_at.slice(0, 16).replace('T', ' ') }]
}

function marks(payment: ShownPayment): readonly Paragraph[] {
  return payment.marks.length === 0 ? [] : [{ text: payment.marks.join(', '), style: 'evidence' }]
}

function amounts({ amount, amount_home }: ShownPayment): readonly Paragraph[] {
  return [
    { text: amount },
    ...(amount_home === '' ? [] : [{ text: `= ${amount_home}`, style: 'faint' as const }]),
  ]
}

function counterparty(payment: ShownPayment): readonly Paragraph[] {
  const { counterparty: name, counterparty_country: country } = payment
  return [
    { text: name || 'not known' },
    ...(country === '' ? [] : [{ text: country, style: 'faint' as const }]),
  ]
}

function how({ direction, rail, status }: ShownPayment): string {
  return [direction, rail, ...(status === 'completed' ? [] : [status])].join(', ')
}
