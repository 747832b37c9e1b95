import { openBook } from '../../book/book.ts'
import { readCalibration } from '../../casework/calibrationFile.ts'
import { type Advice, adviceOn } from '../../detection/advice.ts'
import type { Drift } from '../../detection/drift.ts'
import { endOf } from '../../detection/fromBook.ts'
import type { Period } from '../../detection/score.ts'
import { formatDate } from '../../domain/time.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { withWalk } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { refusedRows } from '../intelligence.ts'
import { beginLook } from '../look.ts'
import { showDrift } from '../present/drift.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { progress } from '../terminal/progress.ts'

export const driftCommand = defineCommand({
  name: 'drift',
  summary: 'compare a month with what calibration learnt, and say what to recalibrate or repair',
  does: 'Looks at one calendar month (UTC) beside the months of the calibration: how the values of each indicator lie (population stability index), how many alerts came up for the budget, which peer groups became too small, which countries, products or merchant codes are new, and which fields are missing more often.',
  when: 'Use it each month after the import, and before you trust a quiet queue.',
  options: {
    month: {
      kind: 'text',
      value: 'YYYY-MM',
      meaning: 'The month to look at. Without it, the last that the book holds whole.',
    },
    ...detectionOptions,
    ...selectorOptions,
  },
  examples: [
    { line: 'lapwing drift', says: 'Compare the last whole month.' },
    {
      line: 'lapwing drift --month 2025-06 --json',
      says: 'June; one JSON object for each thing that was compared.',
    },
  ],
  next: 'lapwing calibrate learns anew, when that is what it says.',
  async run({ values, terminal, now }) {
    const asked = values.month === undefined ? undefined : monthNamed(values.month)
    const { plans, intelligence } = await beginLook(values, terminal)
    const calibration = await readCalibration(values.data)
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    let month: Period
    let drift: Drift
    try {
      month = asked ?? lastWholeMonth(await endOf(book))
      const work = { book, plans, until: month.until, threads: values.threads, intelligence }
      drift = await withWalk(work, walk =>
        walk.drift(calibration, month, fraction => bar.show({ what: 'Comparing', fraction })),
      )
    } finally {
      bar.done()
      book.close()
    }
    const name = formatDate(month.from).slice(0, 7)
    const advice = adviceOn(drift)
    if (values.json) for (const line of linesOf(name, drift, advice)) terminal.print(JSON.stringify(line))
    else showDrift({ month: name, calibration, drift, advice }, terminal)
    return refusedRows(intelligence) ? exit.someRefused : exit.done
  },
})

function monthNamed(text: string): Period {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  if (match === null) throw wrongUse(`--month cannot be "${text}".`, 'Give a month such as 2025-06.')
  return monthOf(Number(match[1]), Number(match[2]) - 1)
}

/** The last month that ends no later than an instant. */
function lastWholeMonth(until: number): Period {
  const day = new Date(until / 1_000)
  return monthOf(day.getUTCFullYear(), day.getUTCMonth() - 1)
}

function monthOf(year: number, month: number): Period {
  return { from: Date.UTC(year, month, 1) * 1_000, until: Date.UTC(year, month + 1, 1) * 1_000 }
}

/** One object a line for each thing compared, named as in the other files: `psi` and `psi_by_chance` have no unit. */
function linesOf(month: string, drift: Drift, advice: readonly Advice[]): readonly object[] {
  const { alerts, groupsCompared } = drift
  return [
    ...drift.indicators.map(each => ({
      compared: 'indicator',
      month,
      card: each.card,
      indicator: each.indicator,
      ...stabilityIn(each),
      settled: each.settled,
      subjects: each.subjects,
      subjects_calibrated: each.subjectsCalibrated,
    })),
    ...drift.cards.map(each => ({
      compared: 'gate',
      month,
      card: each.card,
      subjects: each.subjects,
      subjects_calibrated: rounded(each.subjectsCalibrated),
    })),
    {
      compared: 'alerts',
      month,
      raised: alerts.raised,
      budget: alerts.budget,
      by_card: Object.fromEntries(alerts.byCard.map(({ card, raised }) => [card, raised])),
    },
    ...(groupsCompared
      ? []
      : [{ compared: 'peers', month, not_evaluated: 'the month ends before the calibration does' }]),
    ...drift.groups.map(each => ({
      compared: 'peers',
      month,
      card: each.card,
      group: each.group,
      peers: each.peers,
      peers_calibrated: each.peersCalibrated,
    })),
    ...drift.fields.map(each => ({
      compared: 'field',
      month,
      field: each.field,
      ...stabilityIn(each),
      unknown: rounded(each.unknown),
      unknown_calibrated: rounded(each.unknownCalibrated),
      unseen: each.unseen,
    })),
    ...advice.map(each => ({ compared: 'advice', month, ...each })),
  ]
}

function stabilityIn({ psi, chance, reading }: { psi: number; chance: number; reading: string }) {
  return { psi: rounded(psi), psi_by_chance: Number.isFinite(chance) ? rounded(chance) : null, reading }
}

function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
