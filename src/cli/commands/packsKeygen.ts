import { writeFile } from 'node:fs/promises'
import { LapwingError } from '../../domain/errors.ts'
import { keyName, makeKeys, readPublicKey } from '../../domain/keys.ts'
import { defineCommand, exit } from '../command.ts'
import { passphraseFrom } from '../secretFiles.ts'

export const packsKeygenCommand = defineCommand({
  name: 'packs keygen',
  summary: 'make a pair of keys to sign packs with',
  does: 'Writes a private key, NAME.key, which only its owner may read, and a public key, NAME.pub, which goes to everyone who is to trust what it signs. Keys are Ed25519 in PEM. Nothing is ever overwritten.',
  when: 'Use it once for each person who releases packs; keep the private key away from the machine that detects.',
  options: {
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning:
        'Encrypt the private key with the passphrase in this file, or in LAPWING_PASSPHRASE. Without either it is in the clear.',
    },
  },
  words: { name: 'NAME', meaning: 'Beginning of both file names.', least: 1, most: 1 },
  examples: [
    { line: 'lapwing packs keygen release', says: 'Write release.key and release.pub.' },
    {
      line: 'lapwing packs keygen keys/release --passphrase-file secret.txt',
      says: 'The same, with the private key encrypted.',
    },
  ],
  next: 'lapwing packs sign signs a pack with the private key.',
  async run({ values, words, terminal }) {
    const name = words[0]!
    const { privateKey, publicKey } = makeKeys(
      await passphraseFrom({ ...values, environment: terminal.environment }),
    )
    await writeNew(`${name}.key`, privateKey, 0o600)
    await writeNew(`${name}.pub`, publicKey, 0o644)
    const key = keyName(readPublicKey(`${name}.pub`, publicKey))
    if (values.json) terminal.print(JSON.stringify({ key, private: `${name}.key`, public: `${name}.pub` }))
    else
      terminal.print(
        `Key ${key}.`,
        `Keep ${name}.key to yourself. Give ${name}.pub to those who are to trust it.`,
      )
    return exit.done
  },
})

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode })
  } catch (cause) {
    throw new LapwingError('file-not-written', 'this file exists already or cannot be written', {
      place: path,
      remedy: 'Choose another name: a key that is overwritten is lost.',
      cause,
    })
  }
}
