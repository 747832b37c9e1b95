import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LapwingError } from '../../domain/errors.ts'
import { keyName, readPrivateKey } from '../../domain/keys.ts'
import { type Folder, folderWithin, readFolder } from '../../typology/folder.ts'
import { digestOfManifest, identityOf, manifestFile, signatureFile } from '../../typology/manifest.ts'
import { checkOverlay, isOverlay, ownPackFolder } from '../../typology/overlay.ts'
import { checkPack } from '../../typology/pack.ts'
import type { Problem } from '../../typology/problem.ts'
import { signFolder } from '../../typology/signature.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { passphraseFrom, readSecret } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'

export const packsSignCommand = defineCommand({
  name: 'packs sign',
  summary: 'sign a pack or an overlay as it is, every file of it',
  does: 'Writes manifest.json, with the name, version and SHA-256 of every file, and signature.json, an Ed25519 signature over it. A pack with errors is not signed.',
  when: 'Use it when a new version was reviewed and is to be used.',
  options: {
    key: { kind: 'file', value: 'FILE', meaning: 'The private key that lapwing packs keygen made.' },
    'passphrase-file': {
      kind: 'file',
      value: 'FILE',
      meaning: 'File with the passphrase of an encrypted key. Without it, LAPWING_PASSPHRASE.',
    },
  },
  words: { name: 'DIR', meaning: 'The pack or overlay.', least: 1, most: 1 },
  examples: [
    {
      line: 'lapwing packs sign our-pack --key release.key',
      says: 'Sign the pack; anyone with release.pub can verify it.',
    },
    {
      line: 'lapwing packs sign ours --key release.key --passphrase-file secret.txt',
      says: 'Sign an overlay, its own cards among it, with an encrypted key.',
    },
  ],
  next: 'lapwing packs verify checks it; lapwing detect --require-signed KEYS refuses what is not signed.',
  async run({ values, words, terminal }) {
    const directory = words[0]!
    if (values.key === undefined) {
      throw wrongUse('lapwing packs sign needs --key FILE.', 'lapwing packs keygen makes a key.')
    }
    const pem = await readSecret(values.key, 'key')
    const key = readPrivateKey(
      values.key,
      pem,
      await passphraseFrom({ ...values, environment: terminal.environment }),
    )
    const folder = await readFolder(directory)
    const problems = isOverlay(folder) ? await overlayProblems(folder) : await checkPack(folder)
    const errors = problems.filter(({ severity }) => severity === 'error').length
    if (errors > 0) {
      throw new LapwingError('pack-invalid', `${counted(errors, 'error')}: this pack is not signed.`, {
        place: directory,
        remedy: 'lapwing packs check lists them.',
      })
    }
    const { manifest, signature } = signFolder(folder, key)
    await replace(join(directory, manifestFile), manifest)
    await replace(join(directory, signatureFile), signature)
    const { name, version } = identityOf(folder)
    const digest = digestOfManifest(manifest)
    if (values.json) terminal.print(JSON.stringify({ pack: name, version, digest, key: keyName(key) }))
    else terminal.print(`Signed ${name} ${version} with the key ${keyName(key)}.`, `Digest ${digest}.`)
    return exit.done
  },
})

/** Of the values, and of the cards where there are some. */
async function overlayProblems(folder: Folder): Promise<readonly Problem[]> {
  const ownPack = folderWithin(folder, ownPackFolder)
  return [...checkOverlay(folder), ...(ownPack.files.size === 0 ? [] : await checkPack(ownPack))]
}

async function replace(path: string, text: string): Promise<void> {
  // The temporary name begins with a dot, so that it is no part of the pack should it stay behind.
  const unfinished = join(path, '..', '.unfinished')
  await writeFile(unfinished, text)
  await rename(unfinished, path)
}
