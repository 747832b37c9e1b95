import { openBook } from '../../book/book.ts'
import { outcomesBefore } from '../../book/outcomes.ts'
import { readCalibration } from '../../casework/calibrationFile.ts'
import { labelsFrom } from '../../detection/fit/labels.ts'
import { drawSample, estimateMissed, type Sample } from '../../detection/fit/sampling.ts'
import { substream } from '../../world/random.ts'
import { defineCommand, exit } from '../command.ts'
import { withWalk } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { beginLook } from '../look.ts'
import { missedTable, sampleTable } from '../present/weights.ts'
import { keepSample, readSample } from '../sampleFile.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

export const sampleCommand = defineCommand({
  name: 'sample',
  summary: 'draw subjects above and below the line, to learn what the line misses',
  does: 'Draws undecided subjects just above the cut, just below it, and from everyone else, evenly over the cards, and keeps how likely each was to be drawn. Once they are decided about and the outcomes imported, --estimate says how many sought subjects are below the line, with an interval.',
  when: 'Use it every quarter, and after every change of packs, weights or budget.',
  options: {
    above: {
      kind: 'whole',
      value: 'N',
      default: '10',
      most: 10_000,
      meaning: 'How many subjects to draw just above the line.',
    },
    below: {
      kind: 'whole',
      value: 'M',
      default: '20',
      most: 10_000,
      meaning: 'How many to draw below it; a quarter of them from everyone, near the line or not.',
    },
    seed: { kind: 'whole', value: 'S', default: '1', meaning: 'The same seed draws the same subjects.' },
    estimate: {
      kind: 'flag',
      meaning: 'Draw nobody; say what the decisions about the last draw tell.',
    },
    ...detectionOptions,
    ...selectorOptions,
  },
  examples: [
    { line: 'lapwing sample --above 10 --below 20 --seed 4', says: 'Thirty subjects for adjudication.' },
    {
      line: 'lapwing sample --estimate',
      says: 'What is missed below the line, from what was decided since.',
    },
  ],
  next: 'decide about each, import the outcomes, then lapwing sample --estimate and lapwing learn.',
  async run({ values, terminal, now }) {
    if (values.estimate) return estimate(values, terminal)
    const { plans, intelligence } = await beginLook(values, terminal)
    const calibration = await readCalibration(values.data)
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    try {
      const labels = labelsFrom(await outcomesBefore(book, Number.MAX_SAFE_INTEGER))
      const cut = calibration.cut_bans ?? Number.POSITIVE_INFINITY
      const work = { book, plans, until: undefined, threads: values.threads, intelligence }
      const cards = await withWalk(work, walk =>
        walk.evidence(calibration, labels, fraction => bar.show({ what: 'Gathering evidence', fraction })),
      )
      bar.done()
      const { above, below, seed } = values
      const strata = drawSample(cards, { above, below, cut, random: substream(seed, 'sample') })
      await keepSample(values.data, {
        format: 1,
        seed,
        until: calibration.until,
        cut_bans: calibration.cut_bans,
        strata,
      })
      if (!values.json) {
        terminal.print(...sampleTable(strata, terminal), '', 'Decide about each as if nobody knew its score.')
        return exit.done
      }
      for (const { subjects, size, ...stratum } of strata) {
        for (const subject of subjects) {
          terminal.print(JSON.stringify({ ...stratum, ...subject, drawn: subjects.length, of: size }))
        }
      }
      return exit.done
    } finally {
      bar.done()
      book.close()
    }
  },
})

async function estimate(
  { data, json }: { readonly data: string; readonly json: boolean },
  terminal: Terminal,
): Promise<typeof exit.done> {
  const sample: Sample = await readSample(data)
  const book = await openBook(data)
  try {
    const labels = labelsFrom(await outcomesBefore(book, Number.MAX_SAFE_INTEGER))
    const missed = estimateMissed(sample, labels)
    if (json) for (const each of missed) terminal.print(JSON.stringify(each))
    else terminal.print(...missedTable(missed, terminal))
    return exit.done
  } finally {
    book.close()
  }
}
