import type { Random } from '../../access/operation.ts'
import { canonicalJson } from '../../domain/canonical.ts'
import { decrypt, encrypt, nonceBytes } from '../../domain/encryption.ts'
import { LapwingError } from '../../domain/errors.ts'
import { costByDefault, keyFromPassphrase } from '../../domain/passphrase.ts'

/** Texts of own cards at rest in the store: AES-256-GCM under a key from the institution's passphrase by scrypt. */
export interface CardLock {
  /** A salt for texts to come; the one that is in the store already, where there is one, so that one key does for all. */
  close(text: string, about: TextPlace, salt: Uint8Array | undefined, random: Random): ClosedText
  /** @throws LapwingError `own-cards-locked` */
  open(closed: ClosedText, about: TextPlace): string
}

/** Where a text belongs: in another place it does not open. */
export interface TextPlace {
  readonly card: string
  readonly number: number
}

export interface ClosedText {
  readonly salt: Uint8Array
  readonly nonce: Uint8Array
  readonly content: Uint8Array
}

/** @param cost binary logarithm of scrypt's N */
export function cardLock(passphrase: string, cost = costByDefault): CardLock {
  const keys = new Map<string, Buffer>()
  const keyOf = (salt: Uint8Array) => {
    const name = Buffer.from(salt).toString('hex')
    const key = keys.get(name) ?? keyFromPassphrase(passphrase, Buffer.from(salt), cost)
    keys.set(name, key)
    return key
  }
  return {
    close(text, about, known, random) {
      const [salt, nonce] = [known ?? random(16), random(nonceBytes)]
      const lock = { key: keyOf(salt), nonce, about: boundTo(about) }
      return { salt, nonce, content: encrypt(Buffer.from(text), lock) }
    },
    open({ salt, nonce, content }, about) {
      const text = decrypt(content, { key: keyOf(salt), nonce, about: boundTo(about) })
      if (text !== undefined) return text.toString('utf8')
      throw new LapwingError(
        'own-cards-locked',
        'The passphrase is not the one that own cards were kept under.',
        {
          remedy: 'Start the server with the passphrase as it was.',
        },
      )
    },
  }
}

/** @throws LapwingError `passphrase-missing` */
export function requireLock(lock: CardLock | undefined): CardLock {
  if (lock !== undefined) return lock
  throw new LapwingError(
    'passphrase-missing',
    'No passphrase is configured, and no own card is kept unsealed.',
    {
      remedy:
        'Start the server with LAPWING_PASSPHRASE_FILE, a file with a passphrase of at least 12 characters.',
    },
  )
}

function boundTo({ card, number }: TextPlace): Buffer {
  return Buffer.from(canonicalJson({ card, number }))
}
