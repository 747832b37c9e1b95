import { finishRestore } from '../../access/operations/backup.ts'
import { refuseBrokenChain } from '../../audit/restored.ts'
import { formatInstant } from '../../domain/time.ts'
import { readSettings } from '../../server/configuration.ts'
import { restoreBackup } from '../../store/backup/restore.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, clock, settingsOptions, storePlace } from '../office.ts'
import { passphraseFrom } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'

export const restoreCommand = defineCommand({
  name: 'restore',
  summary: 'make the store of casework from a backup',
  does: 'Makes a store, in the folder store of the data folder or in the database of the settings, from a file that lapwing backup wrote, of this version or an earlier one. Every byte is held against its seal, every table against the manifest, and the audit chain against its hashes, before anything is kept. A store that has something in it is never replaced.',
  when: 'Use it after a loss, to move between a folder and a PostgreSQL server, and regularly to see that the backups are good.',
  options: {
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase. Without it, the environment variable LAPWING_PASSPHRASE.',
    },
    ...settingsOptions,
  },
  words: { name: 'FILE', meaning: 'The file that lapwing backup wrote.', least: 1, most: 1 },
  examples: [
    {
      line: 'lapwing restore casework.backup --passphrase-file secret.txt --data data/restored',
      says: 'Make a store in a folder of its own, to try the backup.',
    },
    {
      line: 'lapwing restore casework.backup --config lapwing.yaml',
      says: 'Make it where the settings say, with the passphrase in LAPWING_PASSPHRASE.',
    },
  ],
  next: 'lapwing audit verify --anchors FILE --keys PUBLIC compares the chain with what was signed before.',
  async run({ values, words, terminal }) {
    const passphrase = await passphraseFrom({ ...values, environment: terminal.environment })
    if (passphrase === undefined) {
      throw wrongUse(
        'lapwing restore needs --passphrase-file FILE.',
        'The passphrase may also stand in the environment variable LAPWING_PASSPHRASE.',
      )
    }
    const [file] = words as [string]
    const settings = await readSettings(terminal.environment, values.config)
    const restored = await restoreBackup(storePlace(settings, values.data), file, {
      passphrase,
      clock,
      check: (transaction, { head }) => refuseBrokenChain(transaction, head, file),
    })
    const { heading, manifest, head } = restored
    await atConsole(settings, values.data, desk => desk.perform(finishRestore, { manifest, head }))
    const rows = manifest.reduce((sum, part) => sum + part.rows, 0)
    const madeAt = formatInstant(heading.made_at)
    if (values.json) {
      terminal.print(JSON.stringify({ file, made_at: madeAt, tables: manifest.length, rows, head }))
    } else {
      terminal.print(
        `Restored ${counted(rows, 'row')} of ${counted(manifest.length, 'table')}, as they were at ${madeAt}. The audit chain is whole: ${counted(head?.sequence ?? 0, 'link')}.`,
      )
    }
    return exit.done
  },
})
