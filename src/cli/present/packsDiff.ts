import { countsOf, type Ranked } from '../../detection/alert-difference.ts'
import type { GroupTally } from '../../detection/alert-tally.ts'
import { type CardsCompared, tallyOf, waysToGroup } from '../../detection/cards-compared.ts'
import type { Period } from '../../detection/score.ts'
import { formatDate, formatInstant, microsPerDay } from '../../domain/time.ts'
import type { Change } from '../../typology/plan-difference.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import { table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ComparedPacks extends CardsCompared {
  readonly period: Period
  readonly budget: number
  readonly changes: readonly Change[]
}

/** So many alerts of a kind are shown; JSON has all. */
const shownMax = 30

const groupTitles = {
  typology: 'Typology',
  age: 'Age',
  since: 'Customer for',
  corridor: 'Corridor',
} as const

/** What the cards do otherwise, then what that does to the alerts, then on whom it falls. */
export function showComparison(compared: ComparedPacks, terminal: Terminal): void {
  const { difference, period, budget, payments, customers, changes } = compared
  const { gained, lost, kept } = difference
  const moved = kept.filter(({ from, to }) => from.rank !== to.rank)
  const lastDay = formatDate(period.until - microsPerDay)
  terminal.print(
    `Alerts of ${formatDate(period.from)} to ${lastDay} (UTC), for ${budget} alerts a month, both learnt from the same`,
    `${grouped(payments)} payments of ${grouped(customers)} customers.`,
    '',
    terminal.paint('What the cards do otherwise', 'strong'),
    ...changeTable(changes, terminal),
    '',
    terminal.paint('Alerts', 'strong'),
    `${kept.length + lost.length} before, ${kept.length + gained.length} after: ${gained.length} gained, ${lost.length} lost, ${kept.length} kept, ${moved.length} of them with another rank.`,
    ...alertTable('Gained', gained, compared, terminal),
    ...alertTable('Lost', lost, compared, terminal),
    ...rankTable(moved, terminal),
    ...waysToGroup.flatMap(by => tallyTable(groupTitles[by], tallyOf(compared, by), terminal)),
  )
}

function changeTable(changes: readonly Change[], terminal: Terminal): readonly string[] {
  if (changes.length === 0) return ['Nothing.']
  return table(
    [
      { title: 'Card', columnsMin: 12 },
      { title: 'Part', columnsMin: 14 },
      { title: 'Change', columnsMin: 30 },
    ],
    changes.map(({ card, part, says }) => [card, part, says]),
    terminal,
  )
}

function alertTable(
  title: string,
  alerts: readonly Ranked[],
  { groupsOf }: ComparedPacks,
  terminal: Terminal,
): readonly string[] {
  if (alerts.length === 0) return []
  return [
    '',
    terminal.paint(title, 'strong'),
    ...table(
      [
        { title: 'Rank', align: 'right' },
        { title: 'Subject', columnsMin: 10 },
        { title: 'Typology', columnsMin: 12 },
        { title: 'Score', align: 'right' },
        { title: 'Raised' },
        { title: 'Corridor', columnsMin: 8 },
        { title: 'Strongest reason', columnsMin: 20 },
      ],
      alerts
        .slice(0, shownMax)
        .map(({ alert, rank }) => [
          String(rank),
          alert.subject_id,
          alert.typology,
          `${alert.score_bans.toFixed(1)} bans`,
          alert.raised_at.slice(0, 10),
          groupsOf(alert).corridor,
          alert.reasons[0]?.says ?? '',
        ]),
      terminal,
    ),
    ...moreThanShown(alerts.length),
  ]
}

function rankTable(
  moved: readonly { readonly from: Ranked; readonly to: Ranked }[],
  terminal: Terminal,
): readonly string[] {
  if (moved.length === 0) return []
  const rows = [...moved].sort(
    (a, b) => Math.abs(b.from.rank - b.to.rank) - Math.abs(a.from.rank - a.to.rank) || a.to.rank - b.to.rank,
  )
  return [
    '',
    terminal.paint('Kept with another rank, the furthest moved first', 'strong'),
    ...table(
      [
        { title: 'Was', align: 'right' },
        { title: 'Is', align: 'right' },
        { title: 'Subject', columnsMin: 10 },
        { title: 'Typology', columnsMin: 12 },
        { title: 'Score was', align: 'right' },
        { title: 'Is', align: 'right' },
      ],
      rows
        .slice(0, shownMax)
        .map(({ from, to }) => [
          String(from.rank),
          String(to.rank),
          to.alert.subject_id,
          to.alert.typology,
          `${from.alert.score_bans.toFixed(1)} bans`,
          `${to.alert.score_bans.toFixed(1)} bans`,
        ]),
      terminal,
    ),
    ...moreThanShown(rows.length),
  ]
}

function moreThanShown(count: number): readonly string[] {
  return count <= shownMax ? [] : [`and ${counted(count - shownMax, 'more', 'more')}; --json has all.`]
}

function tallyTable(title: string, rows: readonly GroupTally[], terminal: Terminal): readonly string[] {
  if (rows.length === 0) return []
  return [
    '',
    ...table(
      [
        { title, columnsMin: 14 },
        { title: 'Before', align: 'right' },
        { title: 'After', align: 'right' },
        { title: 'Gained', align: 'right' },
        { title: 'Lost', align: 'right' },
      ],
      rows.map(({ group, from, to, gained, lost }) => [group, ...[from, to, gained, lost].map(grouped)]),
      terminal,
    ),
  ]
}

/** One object a line: each change of the cards, each alert, each group, and the sum of it. */
export function comparisonLines(compared: ComparedPacks): readonly object[] {
  const { difference, groupsOf, period, budget, cuts, payments, customers, changes } = compared
  const line = (what: 'gained' | 'lost' | 'kept', from: Ranked | undefined, to: Ranked | undefined) => {
    const { alert } = (to ?? from)!
    const { age, since, corridor } = groupsOf(alert)
    return {
      difference: what,
      alert_id: alert.alert_id,
      subject_kind: alert.subject_kind,
      subject_id: alert.subject_id,
      typology: alert.typology,
      raised_at: alert.raised_at,
      rank_from: from?.rank ?? null,
      rank_to: to?.rank ?? null,
      score_bans_from: from?.alert.score_bans ?? null,
      score_bans_to: to?.alert.score_bans ?? null,
      age_band: age,
      customer_since_band: since,
      corridor,
    }
  }
  const { gained, lost, kept } = difference
  return [
    ...changes.map(change => ({ difference: 'card', ...change })),
    ...gained.map(ranked => line('gained', undefined, ranked)),
    ...lost.map(ranked => line('lost', ranked, undefined)),
    ...kept.map(({ from, to }) => line('kept', from, to)),
    ...waysToGroup.flatMap(by => tallyOf(compared, by).map(tally => ({ difference: 'group', by, ...tally }))),
    {
      difference: 'summary',
      since: formatInstant(period.from),
      until: formatInstant(period.until),
      budget_alerts_per_month: budget,
      payments,
      customers,
      cut_bans_from: cuts.from,
      cut_bans_to: cuts.to,
      ...countsOf(difference),
    },
  ]
}
