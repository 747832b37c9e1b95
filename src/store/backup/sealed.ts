import { decrypt, encrypt, nonceBytes, tagBytes } from '../../domain/encryption.ts'
import { LapwingError } from '../../domain/errors.ts'
import { costByDefault, costMost, keyFromPassphrase, refuseShortPassphrase } from '../../domain/passphrase.ts'

/**
 * A stream of any length, encrypted so that it can be written and read in little memory. After a header,
 *
 * | bytes | what |
 * | --- | --- |
 * | 8 | `LAPBACK` and the version of this form |
 * | 1 | binary logarithm of scrypt's N |
 * | 16 | salt |
 *
 * come frames: 64 KiB each, the last one shorter, each under AES-256-GCM with its tag of 16 bytes. The key is of this file alone,
 * so the nonce is the frame's number, and in its last byte whether it is the last: frames that are changed, left out, put in
 * another order, or cut off at the end do not open (the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015).
 * The header is authenticated with each.
 */
const magic = Buffer.from('LAPBACK\x01', 'latin1')
const [costAt, saltAt, headerBytes, frameBytes] = [8, 9, 25, 65_536] as const

export interface SealedOptions {
  readonly passphrase: string
  /** So many random bytes. */
  readonly random: (bytes: number) => Buffer
  /** Binary logarithm of scrypt's N. */
  readonly cost?: number | undefined
}

/** @throws LapwingError `passphrase-short` */
export async function* sealed(
  source: AsyncIterable<Buffer>,
  { passphrase, random, cost = costByDefault }: SealedOptions,
): AsyncGenerator<Buffer> {
  refuseShortPassphrase(passphrase)
  const header = Buffer.concat([magic, Buffer.from([cost]), random(16)])
  const key = keyFromPassphrase(passphrase, header.subarray(saltAt), cost)
  yield header
  let frame = 0
  for await (const { bytes, isLast } of inFrames(source, frameBytes)) {
    yield encrypt(bytes, { key, nonce: nonceOf(frame++, isLast), about: header })
  }
}

/**
 * What was sealed; each frame is given out once it was found whole, and the whole is right only if this ends without an error.
 *
 * @throws LapwingError `backup-damaged`, `backup-newer`, `backup-locked` when the passphrase does not fit
 */
export async function* unsealed(
  source: AsyncIterable<Buffer>,
  { place, passphrase }: { readonly place: string; readonly passphrase: string },
): AsyncGenerator<Buffer> {
  const bytes = source[Symbol.asyncIterator]()
  const { header, rest } = await readHeader(bytes, place)
  const key = keyFromPassphrase(passphrase, header.subarray(saltAt), header[costAt]!)
  let frame = 0
  for await (const { bytes: frameOf, isLast } of inFrames(chain(rest, bytes), frameBytes + tagBytes)) {
    if (frameOf.length < tagBytes) throw damaged(place, 'it is cut off')
    const plain = decrypt(frameOf, { key, nonce: nonceOf(frame, isLast), about: header })
    if (plain === undefined) throw frame > 0 ? damaged(place, 'it was changed or cut off') : locked(place)
    frame++
    yield plain
  }
}

async function readHeader(source: AsyncIterator<Buffer>, place: string) {
  let read = Buffer.alloc(0)
  while (read.length < headerBytes) {
    const next = await source.next()
    if (next.done) throw damaged(place, 'it is no backup, or it is cut off')
    read = Buffer.concat([read, next.value])
  }
  const header = read.subarray(0, headerBytes)
  if (!header.subarray(0, 7).equals(magic.subarray(0, 7))) throw damaged(place, 'it is no backup')
  if (header[7] !== magic[7]) {
    throw new LapwingError(
      'backup-newer',
      `this backup has form ${header[7]}, and this program knows form 1`,
      {
        place,
        remedy: 'Restore it with the version of Lapwing that made it, or a later one.',
      },
    )
  }
  const cost = header[costAt]!
  if (cost < 1 || cost > costMost) throw damaged(place, 'its header is none that Lapwing writes')
  return { header, rest: read.subarray(headerBytes) }
}

async function* chain(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (;;) {
    const next = await rest.next()
    if (next.done) return
    yield next.value
  }
}

/** The stream in pieces of `length` bytes; the last one, which may be shorter, is known as such. There is always a last one. */
async function* inFrames(source: AsyncIterable<Buffer>, length: number) {
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const piece of source) {
    held.push(piece)
    heldBytes += piece.length
    // Strictly more: what remains at the end is the last frame, and it is not empty.
    if (heldBytes <= length) continue
    let all = Buffer.concat(held, heldBytes)
    for (; all.length > length; all = all.subarray(length)) {
      yield { bytes: all.subarray(0, length), isLast: false }
    }
    held = [all]
    heldBytes = all.length
  }
  yield { bytes: Buffer.concat(held, heldBytes), isLast: true }
}

function nonceOf(frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(nonceBytes)
  nonce.writeUInt32BE(frame, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Authenticated encryption cannot tell a wrong key from a changed file. */
function locked(place: string): LapwingError {
  return new LapwingError('backup-locked', 'the passphrase is not right, or the file was changed', {
    place,
    remedy: 'Try the passphrase again; if it is right, take a copy that is whole.',
  })
}

export function damaged(place: string, message: string): LapwingError {
  return new LapwingError('backup-damaged', `nothing was restored: ${message}`, {
    place,
    remedy: 'Take a copy that is whole, or another backup.',
  })
}
