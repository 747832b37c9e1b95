import { readFile } from 'node:fs/promises'
import { LapwingError } from '../domain/errors.ts'
import { unreadable } from './bytes.ts'

/** As long as the hash: a shorter key is easier to guess than the hash to break (RFC 2104, section 3). */
const keyBytesMin = 32
const keyBytesMax = 1_024

/**
 * Reads a key shared with a partner: hexadecimal digits, as `openssl rand -hex 32` writes them. The content is never shown.
 *
 * @throws LapwingError `no-such-file`, `unreadable-file`, `key-wrong`
 */
export async function readSelectorKey(file: string): Promise<Buffer> {
  let text: string
  try {
    text = (await readFile(file, 'latin1')).trim()
  } catch (cause) {
    throw unreadable(file, cause)
  }
  const bytes = text.length / 2
  if (/^[0-9a-f]+$/i.test(text) && bytes >= keyBytesMin && bytes <= keyBytesMax && Number.isInteger(bytes)) {
    return Buffer.from(text, 'hex')
  }
  throw new LapwingError('key-wrong', 'this is not a key', {
    place: file,
    remedy: `a key is ${keyBytesMin} bytes or more as hexadecimal digits, such as openssl rand -hex ${keyBytesMin} writes`,
  })
}
