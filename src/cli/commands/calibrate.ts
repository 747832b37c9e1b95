import { openBook } from '../../book/book.ts'
import { keepCalibration } from '../../casework/calibrationFile.ts'
import { scoreInWords } from '../../casework/words.ts'
import { defineCommand, exit } from '../command.ts'
import { type Calibrated, withWalk } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { refusedRows } from '../intelligence.ts'
import { beginLook } from '../look.ts'
import { tallyLines } from '../present/matches.ts'
import { notEvaluatedTable } from '../present/notEvaluated.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { grouped } from '../terminal/numbers.ts'
import { progress } from '../terminal/progress.ts'
import { table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'

export const calibrateCommand = defineCommand({
  name: 'calibrate',
  summary: 'learn from your own book what is usual, and from where on an alert is worth the time',
  does: 'Places every indicator in the distribution of customers who lawfully do the same thing, and sets the cut so that about as many alerts come up as you can work well. The result holds distributions, never people.',
  when: 'Use it after the first import, and again after a large import, a change of packs or overlay, or when your team grows.',
  options: {
    until: {
      kind: 'instant',
      value: 'DATE',
      meaning: 'Learn only from payments booked before this day, for example to test on what came after.',
    },
    budget: {
      kind: 'number',
      value: 'ALERTS_PER_MONTH',
      default: '20',
      least: 0.01,
      most: 1_000_000,
      meaning: 'How many alerts a month the team can work well.',
    },
    ...detectionOptions,
    ...selectorOptions,
  },
  examples: [
    {
      line: 'lapwing calibrate --budget 20',
      says: 'Learn from the whole book, for a desk that works 20 alerts a month.',
    },
    {
      line: 'lapwing calibrate --until 2025-01-01',
      says: 'Learn from the past and keep this year for a back-test.',
    },
  ],
  next: 'lapwing detect ranks what is unusual by this measure.',
  async run({ values, terminal, now }) {
    const started = now()
    const { plans, intelligence } = await beginLook(values, terminal)
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    let calibrated: Calibrated
    try {
      calibrated = await withWalk(
        { book, plans, until: values.until, threads: values.threads, intelligence },
        walk => walk.calibrate(values.budget, fraction => bar.show({ what: 'Calibrating', fraction })),
      )
    } finally {
      bar.done()
      book.close()
    }
    await keepCalibration(values.data, calibrated.calibration)
    if (calibrated.tallies.length > 0) terminal.note(...tallyLines(calibrated.tallies))
    const seconds = (now() - started) / 1_000
    if (values.json) terminal.print(JSON.stringify(summaryOf(calibrated, seconds)))
    else showCalibration(calibrated, terminal)
    return refusedRows(intelligence) ? exit.someRefused : exit.done
  },
})

function summaryOf({ calibration, payments, customers, notEvaluated }: Calibrated, seconds: number) {
  const { from, until, budget_alerts_per_month, home_currency } = calibration
  return {
    from,
    until,
    payments,
    customers,
    home_currency,
    budget_alerts_per_month,
    cut_bans: calibration.cut_bans,
    cards: calibration.cards.map(({ card, pack, pack_version, subjects }) => ({
      card,
      pack,
      pack_version,
      subjects,
    })),
    not_evaluated: notEvaluated,
    seconds: Number(seconds.toFixed(3)),
  }
}

function showCalibration(
  { calibration, payments, customers, notEvaluated }: Calibrated,
  terminal: Terminal,
): void {
  const { width, paint } = terminal
  const { from, until, budget_alerts_per_month: budget, cut_bans: cut } = calibration
  terminal.print(
    `Learnt from ${grouped(payments)} payments of ${grouped(customers)} customers, ${from.slice(0, 10)} to ${until.slice(0, 10)} (UTC),`,
    cut === null
      ? calibration.cards.every(({ subjects }) => subjects === 0)
        ? 'but no card found anyone to compare: no alert can be raised.'
        : `but a budget of ${budget} alerts a month allows none over this time.`
      : `for about ${budget} alerts a month. An alert is raised from ${cut.toFixed(2)} bans on: ${scoreInWords(cut)}.`,
    '',
    ...table(
      [
        { title: 'Card', columnsMin: 12 },
        { title: 'Pack', columnsMin: 8 },
        { title: 'Compared', align: 'right' },
      ],
      calibration.cards.map(card => [
        card.card,
        `${card.pack} ${card.pack_version}`,
        `${grouped(card.subjects)} subjects`,
      ]),
      { width, paint },
    ),
    ...notEvaluatedTable(notEvaluated, terminal),
  )
}
