import { readCalibration } from '../../casework/calibrationFile.ts'
import type { ExampleResult } from '../../evaluation/examples.ts'
import { defineCommand, exit } from '../command.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { loadExamples, testAgainst, testAmongOrdinary } from '../examples.ts'
import { exampleTable } from '../present/examples.ts'
import { packProblems } from '../present/packProblems.ts'
import { counted } from '../terminal/numbers.ts'
import { progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

const { packs, overlay, 'passphrase-file': passphraseFile } = detectionOptions

export const packsTestCommand = defineCommand({
  name: 'packs test',
  summary: 'run the example histories of the cards among ordinary people',
  does: 'Each card has invented histories on which it should raise an alert, and others, of people whose lawful life looks alike, on which it should not. They are looked through and compared with an institution of invented ordinary people. With --data, they are compared with the peers that calibration learnt from your own book instead. Ends with exit code 1 when an example does not come out as expected.',
  when: 'Use it after a change of cards, overlay or calibration.',
  options: { packs, overlay, 'passphrase-file': passphraseFile },
  examples: [
    {
      line: 'lapwing packs test',
      says: 'Run the examples of the reference pack; needs no data.',
    },
    {
      line: 'lapwing packs test --packs our-pack --overlay ours --data data',
      says: 'Run your own cards, limits and terms against what is usual in your own book.',
    },
  ],
  next: 'lapwing detect uses the same cards on the book.',
  async run({ values, written, terminal, now }) {
    const calibration = written.has('data') ? await readCalibration(values.data) : undefined
    const loaded = await loadExamples(values.packs, values.overlay, {
      ...values,
      data: written.has('data') ? values.data : undefined,
      environment: terminal.environment,
    })
    packProblems(loaded.problems, terminal)
    const bar = progress(terminal, now)
    try {
      const results =
        calibration === undefined
          ? await testAmongOrdinary(loaded, (what, fraction) => bar.show({ what, fraction }))
          : await testAgainst(calibration, loaded)
      bar.done()
      show(results, values.json, terminal)
      const errors = loaded.problems.filter(problem => problem.severity === 'error').length
      const failed = results.filter(({ expected, found }) => found !== expected).length
      return errors + failed === 0 ? exit.done : exit.someRefused
    } finally {
      bar.done()
    }
  },
})

function show(results: readonly ExampleResult[], json: boolean, terminal: Terminal): void {
  if (json) {
    for (const result of results) terminal.print(JSON.stringify(result))
    return
  }
  const failed = results.filter(({ expected, found }) => found !== expected).length
  terminal.print(
    ...exampleTable(results, terminal),
    '',
    failed === 0
      ? `${counted(results.length, 'example')} came out as expected.`
      : `${failed} of ${counted(results.length, 'example')} did not come out as expected. Change the card, or the example if it was wrong.`,
  )
}
