import { LapwingError } from '../../domain/errors.ts'
import { readCalibration } from '../calibrationFile.ts'
import { defineCommand, exit } from '../command.ts'
import { runExamples } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { counted } from '../terminal/numbers.ts'
import { table } from '../terminal/table.ts'

const { packs, overlay } = detectionOptions

export const packsTestCommand = defineCommand({
  name: 'packs test',
  summary: 'run the example histories of the cards against your calibration',
  does: 'Each card has invented histories on which it should raise an alert, and others on which it should not. They are compared with the peers that calibration learnt from the data folder.',
  when: 'Use it after a change of cards, overlay or calibration.',
  options: { packs, overlay },
  examples: [
    {
      line: 'lapwing packs test --data data/example',
      says: 'Run the reference examples against the example institution.',
    },
    {
      line: 'lapwing packs test --packs our-pack --overlay ours.yaml',
      says: 'Run your own cards with your own limits and terms.',
    },
  ],
  next: 'lapwing detect uses the same cards on the book.',
  async run({ values, terminal }) {
    const results = await runExamples(values.packs, values.overlay, await readCalibration(values.data))
    if (values.json) for (const result of results) terminal.print(JSON.stringify(result))
    else {
      terminal.print(
        ...table(
          [
            { title: 'Card', columnsMin: 12 },
            { title: 'Example', columnsMin: 12 },
            { title: 'Expected' },
            { title: 'Found' },
          ],
          results.map(({ card, example, expected, found }) => [
            card,
            example,
            expected,
            found === expected ? found : { text: `${found}: not as expected`, style: 'bad' },
          ]),
          terminal,
        ),
      )
    }
    const wrong = results.filter(({ expected, found }) => found !== expected).length
    if (wrong === 0) return exit.done
    throw new LapwingError(
      'examples-failed',
      `${counted(wrong, 'example')} of ${results.length} did not come out as expected.`,
      {
        remedy: 'Change the card, or the example if it was wrong, and run this again.',
      },
    )
  },
})
