import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { LapwingError } from '../../domain/errors.ts'
import { readFolder } from '../../typology/folder.ts'
import { checkOverlay, isOverlay } from '../../typology/overlay.ts'
import { seal } from '../../typology/seal.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { passphraseFrom } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'

export const packsSealCommand = defineCommand({
  name: 'packs seal',
  summary: 'encrypt an overlay into one file, to keep it at rest',
  does: 'Writes all files of the overlay, a signature among them, into one file that only the passphrase opens: scrypt and AES-256-GCM. The sealed file stands wherever an overlay does. The folder itself is left as it is: remove it from the machine when the sealed file was tried.',
  when: 'Use it for the overlay on a server, or on its way to one.',
  options: {
    out: { kind: 'file', value: 'FILE', meaning: 'The sealed file to write. It must not exist yet.' },
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase. Without it, the environment variable LAPWING_PASSPHRASE.',
    },
  },
  words: { name: 'DIR', meaning: 'The folder of the overlay.', least: 1, most: 1 },
  examples: [
    {
      line: 'lapwing packs seal ours --out ours.sealed --passphrase-file secret.txt',
      says: 'Seal it, then use it with lapwing detect --overlay ours.sealed.',
    },
    {
      line: 'lapwing packs seal ours --out ours.sealed',
      says: 'The same, with the passphrase in LAPWING_PASSPHRASE.',
    },
  ],
  next: 'lapwing calibrate --overlay FILE learns with it; it asks for the same passphrase.',
  async run({ values, words, terminal }) {
    const passphrase = await passphraseFrom({ ...values, environment: terminal.environment })
    if (values.out === undefined || passphrase === undefined) {
      const missing = values.out === undefined ? '--out FILE' : '--passphrase-file FILE'
      throw wrongUse(
        `lapwing packs seal needs ${missing}.`,
        'The passphrase may also stand in the environment variable LAPWING_PASSPHRASE.',
      )
    }
    const folder = await readFolder(words[0]!)
    const problems = isOverlay(folder) ? checkOverlay(folder) : undefined
    if (problems === undefined || problems.length > 0) {
      const what = problems === undefined ? 'this is not an overlay' : counted(problems.length, 'problem')
      throw new LapwingError('overlay-invalid', `${what}: nothing was sealed`, {
        place: words[0]!,
        remedy: 'lapwing packs check says what is wrong.',
      })
    }
    const sealed = seal(folder, passphrase, { random: randomBytes })
    try {
      await writeFile(values.out, sealed, { flag: 'wx', mode: 0o600 })
    } catch (cause) {
      throw new LapwingError('file-not-written', 'this file exists already or cannot be written', {
        place: values.out,
        remedy: 'Choose another name, or remove the old file first.',
        cause,
      })
    }
    const files = folder.files.size
    if (values.json) terminal.print(JSON.stringify({ file: values.out, files, bytes: sealed.length }))
    else terminal.print(`Sealed ${counted(files, 'file')} into ${values.out}.`)
    return exit.done
  },
})
