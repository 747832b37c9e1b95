import { LapwingError } from '../../domain/errors.ts'
import { checkPacks } from '../../typology/packs.ts'
import { describeProblem } from '../../typology/problem.ts'
import { referencePack } from '../../typology/referencePack.ts'
import { defineCommand, exit } from '../command.ts'
import { passphraseFrom } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'
import { safe } from '../terminal/width.ts'

export const packsCheckCommand = defineCommand({
  name: 'packs check',
  summary: 'check the cards, sources and examples of a typology pack, or an overlay',
  does: 'Reads every file of a pack and says what is wrong, with file, line and column. Each indicator must cite a source, each filter must type-check against the payment, each name must be known. An overlay is checked against the cards of the packs named with it, the reference pack when none is: its values are never shown.',
  when: 'Use it while writing cards, and in the review of a change to them.',
  options: {
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase of a sealed overlay. Without it, LAPWING_PASSPHRASE.',
    },
  },
  words: {
    name: 'DIR',
    meaning: 'Folders of packs and overlays, or sealed overlays. Without one, the reference pack.',
    least: 0,
    most: 1_000,
  },
  examples: [
    { line: 'lapwing packs check', says: 'Check the reference pack that comes with Lapwing.' },
    { line: 'lapwing packs check ours', says: 'Check an overlay against the reference pack.' },
    { line: 'lapwing packs check our-pack --json', says: 'Check your own; one JSON object a problem.' },
  ],
  next: 'lapwing packs test runs the examples of the cards.',
  async run({ values, words, terminal }) {
    const directories = words.length === 0 ? [referencePack] : words
    const problems = await checkPacks(
      directories,
      await passphraseFrom({ ...values, environment: terminal.environment }),
    )
    const errors = problems.filter(problem => problem.severity === 'error').length
    if (values.json) for (const problem of problems) terminal.print(JSON.stringify(problem))
    else {
      const found = problems.length === 0 ? 'nothing wrong' : counted(problems.length, 'problem')
      terminal.print(
        ...problems.map(problem => safe(describeProblem(problem))),
        `${counted(directories.length, 'pack')} checked: ${found}.`,
      )
    }
    if (errors === 0) return exit.done
    throw new LapwingError('pack-invalid', `${counted(errors, 'error')} in the packs.`, {
      remedy: 'A card with an error is left out of detection until it is mended.',
    })
  },
})
