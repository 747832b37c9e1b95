import { amountOf, dayOf, isToProtect, periodOf } from '../../casework/words.ts'
import type { Alert, Reason } from '../../detection/alert.ts'
import { bar } from '../terminal/bar.ts'
import { counted } from '../terminal/numbers.ts'
import type { Paint } from '../terminal/style.ts'
import { type Cell, type Column, type Paragraph, table } from '../terminal/table.ts'
import { wrap } from '../terminal/width.ts'

const narrowBelow = 108
const wideFrom = 160
const reasonsShown = 3
const legend =
  'A score of 3 bans: ordinary life alone would bring 1 in 1,000 customers this far. Days are UTC.'

/** The ranked queue, laid out for the width: the same facts at 80 columns as at 200, only placed differently. */
export function queue(
  alerts: readonly Alert[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  const most = Math.max(...alerts.map(alert => alert.score_bans), 0)
  const view = options.width < narrowBelow ? narrow : options.width < wideFrom ? middle : wide
  return [
    ...table(
      view.columns,
      alerts.map((alert, at) => view.row(alert, at + 1, most)),
      { ...options, spaced: true },
    ),
    '',
    ...wrap(legend, options.width).map(line => options.paint(line, 'faint')),
  ]
}

interface View {
  readonly columns: readonly Column[]
  row(alert: Alert, rank: number, most: number): readonly Cell[]
}

const rankColumn: Column = { title: '#', align: 'right' }

const narrow: View = {
  columns: [rankColumn, { title: 'Score' }, { title: 'Subject and finding', columnsMin: 24 }],
  row: (alert, rank, most) => [
    String(rank),
    score(alert, most, 8),
    [
      ...subject(alert),
      typology(alert),
      { text: `${counted(alert.payment_count, 'payment')}, ${amountOf(alert)}, ${periodOf(alert)}` },
      ...reasons(alert),
    ],
  ],
}

const middle: View = {
  columns: [
    rankColumn,
    { title: 'Subject and typology', columnsMin: 18, columnsMax: 26 },
    { title: 'Score' },
    { title: 'Strongest reasons', columnsMin: 30 },
    { title: 'Payments' },
  ],
  row: (alert, rank, most) => [
    String(rank),
    [...subject(alert), typology(alert)],
    score(alert, most, 8),
    reasons(alert),
    [
      { text: counted(alert.payment_count, 'payment') },
      { text: amountOf(alert) },
      { text: `${dayOf(alert.first_payment_at)} to` },
      { text: dayOf(alert.last_payment_at) },
    ],
  ],
}

const wide: View = {
  columns: [
    rankColumn,
    { title: 'Subject', columnsMin: 12 },
    { title: 'Typology', columnsMin: 16, columnsMax: 28 },
    { title: 'Score' },
    { title: 'Strongest reasons', columnsMin: 30 },
    { title: 'First payment', align: 'right' },
    { title: 'Last payment', align: 'right' },
    { title: 'Payments', align: 'right' },
    { title: 'Amount', align: 'right' },
  ],
  row: (alert, rank, most) => [
    String(rank),
    subject(alert),
    typology(alert),
    score(alert, most, 8),
    reasons(alert),
    dayOf(alert.first_payment_at),
    dayOf(alert.last_payment_at),
    String(alert.payment_count),
    amountOf(alert),
  ],
}

function subject(alert: Alert): readonly Paragraph[] {
  return [
    { text: alert.subject_id, style: 'strong' },
    { text: alert.role, style: isToProtect(alert) ? 'protect' : undefined },
    { text: alert.alert_id, style: 'faint' },
  ]
}

function typology(alert: Alert): Paragraph {
  return { text: alert.title }
}

function score(alert: Alert, most: number, columns: number): readonly Paragraph[] {
  return [
    { text: bar(alert.score_bans, most, columns), style: isToProtect(alert) ? 'protect' : 'evidence' },
    { text: `${alert.score_bans.toFixed(1)} bans` },
  ]
}

function reasons(alert: Alert): readonly Paragraph[] {
  return strongest(alert.reasons).map(reason => ({ text: reason.says, hang: '• ' }))
}

function strongest(all: readonly Reason[]): readonly Reason[] {
  return [...all]
    .sort((one, other) => Number(other.counted) - Number(one.counted) || other.bans - one.bans)
    .slice(0, reasonsShown)
}
