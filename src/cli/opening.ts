import { readApproved } from '../typology/approved.ts'
import type { Opening } from '../typology/packs.ts'
import { type Passphrase, passphraseFrom, readTrustedKeys } from './secretFiles.ts'

/** How private files are opened and what may be used, as options say. */
export interface Asked extends Passphrase {
  /** Folder of public keys; without it, unsigned packs are used too. */
  readonly requireSigned?: string | undefined
  /** The data folder whose cards, approved in the workbench, are in use; without it, none are. */
  readonly data?: string | undefined
}

/** @throws LapwingError `no-file`, `no-keys`, `key-invalid`, and what `readApproved` throws */
export async function openingOf(asked: Asked): Promise<Opening> {
  const passphrase = await passphraseFrom(asked)
  return {
    passphrase,
    trusted: asked.requireSigned === undefined ? undefined : await readTrustedKeys(asked.requireSigned),
    approved: asked.data === undefined ? undefined : await readApproved(asked.data, passphrase),
  }
}
