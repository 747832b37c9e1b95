import { hash, verify } from '@node-rs/argon2'
import { LapwingError } from '../domain/errors.ts'

/** Argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwordLengthMin = 12
export const passwordLengthMax = 200

/** @throws LapwingError `password-weak` */
export async function hashPassword(password: string): Promise<string> {
  const { length } = password
  if (length < passwordLengthMin || length > passwordLengthMax) {
    throw new LapwingError(
      'password-weak',
      `A password has ${passwordLengthMin} to ${passwordLengthMax} characters.`,
      {
        remedy: 'Several random words are easy to keep and hard to guess.',
      },
    )
  }
  return hash(password.normalize('NFC'), cost)
}

/** The hash of a password that nobody has. */
let nobodys: Promise<string> | undefined

/** Takes as long for a user who does not exist or has no password as for one whose password is wrong. */
export async function isPassword(kept: string | null | undefined, password: string): Promise<boolean> {
  nobodys ??= hash('a password that nobody has', cost)
  const given = password.slice(0, passwordLengthMax).normalize('NFC')
  const fits = await verify(kept ?? (await nobodys), given)
  return fits && kept !== null && kept !== undefined
}
