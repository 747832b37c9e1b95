import type { ShownPayment } from '../../casework/payment.ts'
import { caveatOf, comparisonOf, headlineOf, isToProtect } from '../../casework/words.ts'
import type { Alert, Reason } from '../../detection/alert.ts'
import { bar } from '../terminal/bar.ts'
import { measured } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { type Paragraph, table } from '../terminal/table.ts'
import { pad, safe, wrap } from '../terminal/width.ts'

interface Options {
  readonly width: number
  readonly paint: Paint
}

const textColumnsMax = 100
const barColumns = 24

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
    ...citations.flatMap(source => wrap(safe(source), text - 2).map((line, at) => (at === 0 ? `• ${line}` : `  ${line}`))),
  ]
}

function section(title: string, paint: Paint): readonly string[] {
  return [paint(title, 'strong')]
}

function facts(alert: Alert, width: number): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Alert', alert.alert_id],
    ['Role', alert.role],
    ['Typology', `${alert.title} (card ${alert.card}, pack ${alert.pack} ${alert.pack_version})`],
    ['Evidence', `${alert.score_bans.toFixed(2)} bans; the cut was ${alert.cut_bans.toFixed(2)}`],
    ['Raised', `${alert.raised_at} by payment ${alert.payment_id}`],
    ['Strongest', `${alert.strongest_at} at payment ${alert.strongest_payment_id}`],
    [
      'Clock',
      alert.clock === 'protection' ? 'protection: minutes count' : 'suspicion: days to form one and report it',
    ],
  ]
  const names = Math.max(...rows.map(([name]) => name.length))
  return rows.flatMap(([name, value]) =>
    wrap(safe(value), width - names - 2).map((line, at) => `${pad(at === 0 ? name : '', names)}  ${line}`),
  )
}

function families(alert: Alert, paint: Paint): readonly string[] {
  const counted = alert.reasons.filter(reason => reason.counted)
  const rows = [
    ...counted.map(reason => ({ name: reason.family, bans: reason.bans, style: 'evidence' as const, sign: '+' })),
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
        { text: `${reason.family}${reason.counted ? '' : ', a stronger one of this family counts'}`, style: 'faint' },
      ] satisfies Paragraph[],
      valueOf(reason),
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
    { width, paint },
  )
}

function against(alert: Alert, { width, paint }: Options): readonly string[] {
  if (alert.speaks_against.length === 0) {
    return wrap('Nothing in the data that was supplied. That is no evidence either: ask what the data cannot show.', width)
  }
  return table(
    [
      { title: 'What was seen', columnsMin: 20, columnsMax: 70 },
      { title: 'Value', align: 'right', columnsMin: 9 },
      { title: 'Takes away', align: 'right' },
    ],
    alert.speaks_against.map(reason => [reason.says, valueOf(reason), `${reason.bans.toFixed(2)} bans`]),
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
  return table(
    [
      { title: 'Booked (UTC)' },
      { title: 'Local time' },
      { title: 'Amount', align: 'right' },
      { title: 'Counterparty', columnsMin: 14, columnsMax: 40 },
      { title: 'How', columnsMin: 8 },
      { title: 'Reference', columnsMin: 9, columnsMax: 40 },
    ],
    payments.map(payment => [
      [
        { text: payment.booked_at.slice(0, 16).replace('T', ' ') },
        ...(payment.marks.length === 0 ? [] : [{ text: payment.marks.join(', '), style: 'evidence' as const }]),
      ],
      payment.local_time.slice(11) || 'not known',
      [{ text: payment.amount }, ...(payment.amount_home === '' ? [] : [{ text: `= ${payment.amount_home}`, style: 'faint' as const }])],
      [
        { text: payment.counterparty || 'not known' },
        ...(payment.counterparty_country === '' ? [] : [{ text: payment.counterparty_country, style: 'faint' as const }]),
      ],
      `${payment.direction}, ${payment.rail}${payment.status === 'completed' ? '' : `, ${payment.status}`}`,
      payment.reference_text || '-',
    ]),
    { width, paint },
  )
}

function valueOf(reason: Pick<Reason, 'value' | 'unit'>): string {
  return `${measured(reason.value)} ${reason.unit}`.trim()
}
