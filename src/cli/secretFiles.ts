import type { KeyObject } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LapwingError } from '../domain/errors.ts'
import { readPublicKey } from '../domain/keys.ts'

/** How commands come by passphrases and keys. */

/** Where a passphrase is to be found. */
export interface Passphrase {
  readonly passphraseFile?: string | undefined
  readonly environment?: NodeJS.ProcessEnv
}

/** The keys of all `.pub` files of a folder. @throws LapwingError `no-keys`, `key-invalid` */
export async function readTrustedKeys(directory: string): Promise<readonly KeyObject[]> {
  const names = await readdir(directory).catch(() => [])
  const files = names.filter(name => name.endsWith('.pub')).sort()
  if (files.length === 0) {
    throw new LapwingError('no-keys', 'no trusted key is in this folder', {
      place: directory,
      remedy: 'Put the public keys of those who may release packs there, as files that end with .pub.',
    })
  }
  return Promise.all(files.map(name => readPublicKeyFile(join(directory, name))))
}

export async function readPublicKeyFile(path: string): Promise<KeyObject> {
  return readPublicKey(path, await readSecret(path, 'key'))
}

/** The passphrase in a file, or else in LAPWING_PASSPHRASE; absent where neither is given. */
export async function passphraseFrom({
  passphraseFile,
  environment,
}: Passphrase): Promise<string | undefined> {
  if (passphraseFile === undefined) return environment?.LAPWING_PASSPHRASE || undefined
  return (await readSecret(passphraseFile, 'passphrase')).replace(/\r?\n$/, '')
}

/** @throws LapwingError `no-file` */
export async function readSecret(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new LapwingError('no-file', `the ${what} cannot be read`, {
      place: path,
      remedy: 'Name a file that exists and that this account may read.',
      cause,
    })
  }
}
