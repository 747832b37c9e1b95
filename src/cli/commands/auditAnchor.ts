import { appendFile } from 'node:fs/promises'
import { anchorAudit } from '../../access/operations/audit.ts'
import { readPrivateKey } from '../../domain/keys.ts'
import { readSettings } from '../../server/configuration.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'
import { passphraseFrom, readSecret } from '../secretFiles.ts'

export const auditAnchorCommand = defineCommand({
  name: 'audit anchor',
  summary: 'sign the head of the audit chain, to be kept elsewhere',
  does: 'Checks the whole chain, signs its newest link with an Ed25519 key, and adds one line to a file, or writes it to standard output. Whoever has the line can later prove that nothing up to it was changed or cut off. A chain that is not whole is not signed.',
  when: 'Use it every day, and keep the lines where those who run the store cannot change them.',
  options: {
    key: { kind: 'file', value: 'FILE', meaning: 'The private key that lapwing packs keygen made.' },
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase of an encrypted key. Without it, LAPWING_PASSPHRASE.',
    },
    anchors: {
      kind: 'file',
      value: 'FILE',
      meaning: 'File to add the line to. Without it, standard output.',
    },
    ...settingsOptions,
  },
  examples: [
    { line: 'lapwing audit anchor --key audit.key', says: 'Write the anchor to standard output.' },
    {
      line: 'lapwing audit anchor --key audit.key --anchors elsewhere/anchors.jsonl',
      says: 'Add the anchor of today.',
    },
  ],
  next: 'lapwing audit verify --anchors FILE --keys PUBLIC compares the chain with them.',
  async run({ values, terminal }) {
    if (values.key === undefined) {
      throw wrongUse('lapwing audit anchor needs --key FILE.', 'lapwing packs keygen makes a key.')
    }
    const pem = await readSecret(values.key, 'key')
    const passphrase = await passphraseFrom({ ...values, environment: terminal.environment })
    const key = readPrivateKey(values.key, pem, passphrase)
    const settings = await readSettings(terminal.environment, values.config)
    const anchor = await atConsole(settings, values.data, desk => desk.perform(anchorAudit, { key }))
    const line = JSON.stringify(anchor)
    if (values.anchors === undefined) terminal.print(line)
    else {
      await appendFile(values.anchors, `${line}\n`, { flush: true })
      terminal.print(values.json ? line : `Anchored link ${anchor.sequence} with the key ${anchor.key}.`)
    }
    return exit.done
  },
})
