import { beginBackup } from '../../access/operations/backup.ts'
import { LapwingError } from '../../domain/errors.ts'
import { readSettings } from '../../server/configuration.ts'
import { writeBackup } from '../../store/backup/write.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { consoleOf, hasStore, openOffice, settingsOptions, storePlace } from '../office.ts'
import { passphraseFrom } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'

export const backupCommand = defineCommand({
  name: 'backup',
  summary: 'write the whole store of casework into one encrypted file',
  does: 'Writes every table, as it is at one moment, with a manifest of rows, hashes and the head of the audit chain, into one file that only the passphrase opens: JSON Lines, gzip, AES-256-GCM under a key by scrypt. lapwing restore makes a store of it, in a folder or on a PostgreSQL server, whichever it came from. The book of payments is not in it: import its files again, or copy the data folder.',
  when: 'Use it every day, and before a new version. A store on a PostgreSQL server may be in use meanwhile; one in a folder is open to one program, so stop lapwing serve first.',
  options: {
    out: { kind: 'file', value: 'FILE', meaning: 'The file to write. It must not exist yet.' },
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase. Without it, the environment variable LAPWING_PASSPHRASE.',
    },
    ...settingsOptions,
  },
  examples: [
    {
      line: 'lapwing backup --out casework.backup --passphrase-file secret.txt',
      says: 'Back up the store of ./data.',
    },
    {
      line: 'lapwing backup --out casework.backup --config lapwing.yaml',
      says: 'Back up the store of the settings, with the passphrase in LAPWING_PASSPHRASE.',
    },
  ],
  next: 'keep file and passphrase in different places, and try lapwing restore FILE --data ELSEWHERE.',
  async run({ values, terminal }) {
    const passphrase = await passphraseFrom({ ...values, environment: terminal.environment })
    if (values.out === undefined || passphrase === undefined) {
      const missing = values.out === undefined ? '--out FILE' : '--passphrase-file FILE'
      throw wrongUse(
        `lapwing backup needs ${missing}.`,
        'The passphrase may also stand in the environment variable LAPWING_PASSPHRASE.',
      )
    }
    const settings = await readSettings(terminal.environment, values.config)
    if (!hasStore(storePlace(settings, values.data))) {
      throw new LapwingError('no-store', 'There is no store of casework here.', {
        place: values.data,
        remedy: 'Name its folder with --data; lapwing users add makes a store.',
      })
    }
    const office = await openOffice(settings, values.data)
    try {
      await consoleOf(office).perform(beginBackup, {})
      const { clock, random, store } = office
      const { bytes, manifest, head } = await writeBackup(store, values.out, {
        passphrase,
        random,
        madeAt: clock(),
      })
      const rows = manifest.reduce((sum, part) => sum + part.rows, 0)
      if (values.json) {
        terminal.print(JSON.stringify({ file: values.out, bytes, tables: manifest.length, rows, head }))
      } else {
        terminal.print(
          `Backed up ${counted(rows, 'row')} of ${counted(manifest.length, 'table')} into ${values.out}; the audit chain has ${counted(head?.sequence ?? 0, 'link')}.`,
        )
      }
    } finally {
      await office.store.close()
    }
    return exit.done
  },
})
