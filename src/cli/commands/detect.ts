import { openBook } from '../../book/book.ts'
import { readCalibration } from '../../casework/calibrationFile.ts'
import { keepFindings } from '../../casework/findings.ts'
import { defineCommand, exit } from '../command.ts'
import { type Detected, withWalk } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { refusedRows } from '../intelligence.ts'
import { beginLook } from '../look.ts'
import { showFindings } from '../present/findings.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { progress } from '../terminal/progress.ts'

export const detectCommand = defineCommand({
  name: 'detect',
  summary: 'look through the book of payments and rank what is unusual among peers',
  does: 'Walks the payments in order of time, each measure seeing only what was known then, and raises one alert an episode where the evidence reaches the cut. The alerts replace those of the last run.',
  when: 'Use it daily after an import, or over years of payments as a look-back.',
  options: {
    since: {
      kind: 'instant',
      value: 'DATE',
      meaning:
        'Raise alerts only at payments booked from this day on. Earlier payments still count as history.',
    },
    until: { kind: 'instant', value: 'DATE', meaning: 'Leave out payments booked from this day on.' },
    ...detectionOptions,
    ...selectorOptions,
  },
  examples: [
    { line: 'lapwing detect', says: 'Look through the whole book.' },
    {
      line: 'lapwing detect --since 2025-03-01 --json',
      says: 'Alerts of March and later, one JSON object a line, best first.',
    },
  ],
  next: 'lapwing explain ALERT shows one alert whole; lapwing serve opens the queue in the browser.',
  async run({ values, terminal, now }) {
    const { plans, sources, intelligence } = await beginLook(values, terminal)
    const calibration = await readCalibration(values.data)
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    let detected: Detected
    try {
      detected = await withWalk(
        { book, plans, until: values.until, threads: values.threads, intelligence },
        walk => walk.detect(calibration, values.since, fraction => bar.show({ what: 'Detecting', fraction })),
      )
      await keepFindings(values.data, { ...detected, sources }, ids => book.paymentsById(ids))
    } finally {
      bar.done()
      book.close()
    }
    if (values.json) for (const alert of detected.alerts) terminal.print(JSON.stringify(alert))
    showFindings(detected, terminal, values.json)
    return refusedRows(intelligence) ? exit.someRefused : exit.done
  },
})
