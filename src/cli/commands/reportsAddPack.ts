import { addPack, codesOf } from '../../reporting/packs/add.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { clock } from '../office.ts'
import { counted } from '../terminal/numbers.ts'
import { safe } from '../terminal/width.ts'

export const reportsAddPackCommand = defineCommand({
  name: 'reports add-pack',
  summary: 'add the schema of an authority, so that its reports can be written',
  does: 'Reads a schema as the authority gave it out (goAML in any edition, CyberTipline, or a later one of FinCEN), compiles it, holds the profile of codes against its lists, and pins both by SHA-256 in the data folder. Patterns that are written with anchors, which no name would fit, are put right on reading, and their number is told. One that was added for the same authority before is replaced. FinCEN’s comes with Lapwing.',
  when: 'Use it once for each authority, and again when it gives out another schema or code list.',
  options: {
    profile: {
      kind: 'file',
      value: 'FILE',
      meaning:
        'YAML file that says which codes of a goAML edition stand for what, and for which country it is.',
    },
    codes: { kind: 'flag', meaning: 'Add nothing; list the codes of the schema, to write a profile by.' },
  },
  words: { name: 'FILE', meaning: 'The schema (.xsd).', least: 1, most: 1 },
  examples: [
    {
      line: 'lapwing reports add-pack goAMLSchema.xsd --codes',
      says: 'See the codes of an edition of goAML.',
    },
    {
      line: 'lapwing reports add-pack goAMLSchema.xsd --profile profile.yaml',
      says: 'Add it.',
    },
    { line: 'lapwing reports add-pack cyber_tipline.xsd', says: 'Add the schema of the CyberTipline.' },
  ],
  next: 'lapwing reports build writes reports by it.',
  async run({ values, words, terminal }) {
    const [file] = words
    if (values.codes && values.profile !== undefined) {
      throw wrongUse('--codes adds nothing, so it takes no --profile.', 'Leave one of them out.')
    }
    if (values.codes) {
      for (const [list, codes] of codesOf(file!)) {
        terminal.print(values.json ? JSON.stringify({ list, codes }) : safe(`${list}: ${codes.join(', ')}`))
      }
      return exit.done
    }
    const { folder, pack } = await addPack(values.data, file!, values.profile, clock())
    const { format, edition, hash, patternsMended } = pack
    const jurisdiction = pack.profile?.jurisdiction ?? null
    if (values.json) {
      terminal.print(
        JSON.stringify({
          format,
          edition,
          jurisdiction,
          sha256: hash,
          patterns_mended: patternsMended,
          folder,
        }),
      )
    } else {
      terminal.print(
        `Added ${edition}${jurisdiction === null ? '' : ` for ${jurisdiction}`}, SHA-256 ${hash}.`,
        ...(patternsMended === 0
          ? []
          : [
              `${counted(patternsMended, 'pattern')} had anchors that no text would fit; they are put right on reading.`,
            ]),
      )
    }
    return exit.done
  },
})
