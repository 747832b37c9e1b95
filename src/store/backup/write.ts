import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { LapwingError } from '../../domain/errors.ts'
import type { Store } from '../store.ts'
import { dump, type Manifest } from './dump.ts'
import { type SealedOptions, sealed } from './sealed.ts'

export interface Written extends Manifest {
  readonly bytes: number
}

/**
 * Writes the whole store, as it is at one moment, into one encrypted file: JSON Lines, gzip, then `sealed`. Others may read and
 * write meanwhile, where several programs may have the store open.
 *
 * @throws LapwingError `file-not-written`, `passphrase-short`
 */
export async function writeBackup(
  store: Store,
  path: string,
  { madeAt, ...options }: SealedOptions & { readonly madeAt: number },
): Promise<Written> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  let manifest: Manifest | undefined
  let isOpen = false
  file.once('open', () => {
    isOpen = true
  })
  try {
    await store.snapshot(transaction => {
      async function* lines() {
        manifest = yield* dump(transaction, madeAt)
      }
      return pipeline(Readable.from(lines()), createGzip(), source => sealed(source, options), file)
    })
  } catch (cause) {
    file.destroy()
    // Never the file of somebody else that was there before.
    if (isOpen) await rm(path, { force: true })
    if (isOpen || cause instanceof LapwingError) throw cause
    throw new LapwingError('file-not-written', 'this file exists already or cannot be written', {
      place: path,
      remedy: 'Choose another name, or remove the old file first.',
      cause,
    })
  }
  return { ...manifest!, bytes: file.bytesWritten }
}
