import { canonicalJson, type Json } from '../../../domain/canonical.ts'
import { decrypt, encrypt, keyBytes } from '../../../domain/encryption.ts'
import { LapwingError } from '../../../domain/errors.ts'

/** Files at rest, each under a key that the institution keeps. */

export interface FileKeys {
  /** The one that new files are encrypted under. */
  readonly current: string
  /** By id; older ones stay, for the files that are under them. */
  readonly keys: ReadonlyMap<string, Buffer>
}

/**
 * Reads keys, one a line as `ID BASE64` of 32 random bytes; the first is the current one. To change keys, put a new one
 * first and keep the others.
 *
 * @throws LapwingError `file-key-invalid`, naming the line and nothing of what is in it
 */
export function readFileKeys(place: string, text: string): FileKeys {
  const keys = new Map<string, Buffer>()
  let current: string | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, id, base64] = /^([A-Za-z0-9._-]{1,40}) +([A-Za-z0-9+/]{43}=)$/.exec(line.trim()) ?? []
    if (id === undefined || keys.has(id)) throw invalidKeys(`${place}, line ${at + 1}`)
    keys.set(id, Buffer.from(base64!, 'base64'))
    current ??= id
  }
  if (current === undefined) throw invalidKeys(place)
  return { current, keys }
}

function invalidKeys(place: string): LapwingError {
  return new LapwingError('file-key-invalid', 'These are no keys of files.', {
    place,
    remedy: `Write a line a key: an id of its own, a space, and ${keyBytes} random bytes in base64, as \`openssl rand -base64 ${keyBytes}\` makes them.`,
  })
}

export interface Encrypted {
  readonly keyId: string
  readonly nonce: Uint8Array
  readonly content: Uint8Array
}

/** @param about what the file is bound to: in another place, or under another name, it does not open */
export function encryptFile(
  { current, keys }: FileKeys,
  nonce: Uint8Array,
  content: Uint8Array,
  about: Json,
): Encrypted {
  const lock = { key: keys.get(current)!, nonce, about: boundTo(about) }
  return { keyId: current, nonce, content: encrypt(content, lock) }
}

/** @throws LapwingError `file-key-missing`, `file-damaged`: nothing of it is given out before all of it was found whole */
export function decryptFile({ keys }: FileKeys, { keyId, nonce, content }: Encrypted, about: Json): Buffer {
  const key = keys.get(keyId)
  if (key === undefined) {
    throw new LapwingError(
      'file-key-missing',
      `This file is under the key ${keyId}, which is not configured.`,
      {
        place: 'file_keys',
        remedy: 'Keep the old keys below the current one.',
      },
    )
  }
  const plain = decrypt(content, { key, nonce, about: boundTo(about) })
  if (plain !== undefined) return plain
  throw new LapwingError(
    'file-damaged',
    'This file was changed in the store, or is not the one of this case.',
    {
      remedy: 'Restore it from a backup; the audit chain says who added it and when.',
    },
  )
}

function boundTo(about: Json): Buffer {
  return Buffer.from(`lapwing case file 1\n${canonicalJson(about)}`)
}
