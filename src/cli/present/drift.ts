import type { Advice } from '../../detection/advice.ts'
import type { Calibration } from '../../detection/calibration.ts'
import type { Drift, FieldDrift } from '../../detection/drift.ts'
import { peersMin } from '../../detection/peers.ts'
import type { Stability } from '../../detection/stability.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import type { Style } from '../terminal/style.ts'
import { type Paragraph, table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wrap } from '../terminal/width.ts'

export interface ShownDrift {
  readonly month: string
  readonly calibration: Calibration
  readonly drift: Drift
  readonly advice: readonly Advice[]
}

/** What calls for something first, then the figures it rests on. */
export function showDrift({ month, calibration, drift, advice }: ShownDrift, terminal: Terminal): void {
  const { paint, width } = terminal
  const { from, until } = calibration
  const { raised, budget, byCard } = drift.alerts
  terminal.print(
    `${month} beside the calibration on ${from.slice(0, 10)} to ${until.slice(0, 10)} (UTC).`,
    '',
    ...adviceTable(advice, terminal),
    '',
    paint('Alerts', 'strong'),
    `${counted(raised, 'alert')} in the month, for a budget of ${budget}: ${byCard.map(each => `${each.card} ${each.raised}`).join(', ')}.`,
    '',
    paint('Indicators', 'strong'),
    ...indicatorTable(drift, terminal),
    '',
    ...wrap(
      'PSI is the population stability index: below 0.1 stable, from 0.25 a large change. By chance is what it exceeds once in a hundred months in which nothing changed. Filling: the window was longer than the book when calibrated. Subjects passed the gate in the month; beside them the mean of the months of the calibration.',
      width,
    ),
    '',
    paint('Peer groups', 'strong'),
    ...groupLines(drift, terminal),
    '',
    paint('Fields', 'strong'),
    ...fieldTable(drift.fields, terminal),
  )
}

const callStyles: Readonly<Record<Advice['call'], Style>> = {
  repair: 'bad',
  recalibrate: 'evidence',
  watch: 'faint',
}

function adviceTable(advice: readonly Advice[], terminal: Terminal): readonly string[] {
  if (advice.length === 0) return ['Nothing calls for a repair or a new calibration.']
  return table(
    [{ title: 'To do' }, { title: 'Why', columnsMin: 30 }],
    advice.map(({ call, says }) => [{ text: call, style: callStyles[call] }, says]),
    terminal,
  )
}

function indicatorTable({ indicators, cards }: Drift, terminal: Terminal): readonly string[] {
  return table(
    [
      { title: 'Card', columnsMin: 10 },
      { title: 'Indicator', columnsMin: 12 },
      { title: 'PSI', align: 'right' },
      { title: 'By chance', align: 'right' },
      { title: 'Reading', columnsMin: 8 },
      { title: 'Subjects', align: 'right' },
      { title: 'Calibrated', align: 'right' },
    ],
    [...indicators]
      .sort((a, b) => b.psi - a.psi)
      .map(each => [
        each.card,
        each.indicator,
        each.psi.toFixed(3),
        chanceOf(each),
        readingOf(each, each.settled),
        grouped(each.subjects),
        grouped(cards.find(({ card }) => card === each.card)?.subjectsCalibrated ?? 0),
      ]),
    terminal,
  )
}

function groupLines({ groups, groupsCompared }: Drift, terminal: Terminal): readonly string[] {
  if (!groupsCompared)
    return ['Not compared: the month ends before the calibration does, so the same peers would be counted.']
  const small = groups.filter(({ peers }) => peers < peersMin)
  if (small.length === 0)
    return [`All ${counted(groups.length, 'group')} of at least ${peersMin} peers still have as many.`]
  return table(
    [
      { title: 'Card', columnsMin: 10 },
      { title: `Groups now under ${peersMin} peers`, columnsMin: 16 },
      { title: 'Peers', align: 'right' },
      { title: 'Calibrated', align: 'right' },
    ],
    small.map(each => [each.card, each.group, grouped(each.peers), grouped(each.peersCalibrated)]),
    terminal,
  )
}

/** Fields that changed or hold new values; the others are only counted. */
function fieldTable(fields: readonly FieldDrift[], terminal: Terminal): readonly string[] {
  const told = fields.filter(({ reading, unseen }) => reading.endsWith('change') || unseen.length > 0)
  const rest = `${counted(fields.length - told.length, 'field')} as filled as when calibrated, without new values.`
  if (told.length === 0) return [rest]
  return [
    ...table(
      [
        { title: 'Field', columnsMin: 12 },
        { title: 'Unknown', align: 'right' },
        { title: 'Calibrated', align: 'right' },
        { title: 'PSI', align: 'right' },
        { title: 'Reading', columnsMin: 8 },
        { title: 'New values', columnsMin: 10 },
      ],
      told.map(each => [
        each.field,
        percent(each.unknown),
        percent(each.unknownCalibrated),
        each.psi.toFixed(3),
        readingOf(each, true),
        each.unseen.slice(0, 12).join(', '),
      ]),
      terminal,
    ),
    rest,
  ]
}

function readingOf({ reading }: Stability, settled: boolean): Paragraph {
  const text = settled ? reading : `${reading}, filling`
  const style = { 'large change': 'bad', 'moderate change': 'evidence' } as const
  return { text, style: style[reading as keyof typeof style] }
}

function chanceOf({ chance }: Stability): string {
  return Number.isFinite(chance) ? chance.toFixed(3) : 'none to compare'
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
