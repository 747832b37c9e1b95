import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { LapwingError } from '../domain/errors.ts'

const chunkBytes = 1 << 20

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The first bytes of a file, decompressed where it is gzip. */
export interface Start {
  readonly bytes: Buffer
  readonly gzip: boolean
  readonly encoding: Encoding
}

/** Reads at most `length` bytes from the start of the file. Fails with `unreadable-file` or `damaged-file`. */
export async function readStart(path: string, length: number): Promise<Start> {
  const gzip = await isGzip(path)
  const parts: Buffer[] = []
  let total = 0
  for await (const chunk of rawBytes(path, gzip)) {
    parts.push(chunk)
    total += chunk.length
    if (total >= length) break
  }
  const bytes = Buffer.concat(parts).subarray(0, length)
  return { bytes, gzip, encoding: encodingOf(bytes) }
}

/**
 * The file's bytes as UTF-8 without a byte order mark, in chunks of about a megabyte: gzip is decompressed, UTF-16 with
 * a byte order mark is decoded. `onBytes` is told how many bytes of the file itself have been read.
 */
export async function* readUtf8(
  path: string,
  { gzip, encoding }: Pick<Start, 'gzip' | 'encoding'>,
  onBytes?: (read: number) => void,
): AsyncGenerator<Buffer> {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding)
  let first = true
  for await (const chunk of rawBytes(path, gzip, onBytes)) {
    let utf8 = decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }))
    if (first && utf8[0] === 0xef && utf8[1] === 0xbb && utf8[2] === 0xbf) utf8 = utf8.subarray(3)
    first = false
    yield utf8
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield Buffer.from(rest)
}

async function* rawBytes(
  path: string,
  gzip: boolean,
  onBytes?: (read: number) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  let read = 0
  file.on('data', chunk => {
    read += chunk.length
    onBytes?.(read)
  })
  const stream = gzip ? file.pipe(createGunzip({ chunkSize: chunkBytes })) : file
  // A pipe does not carry errors on.
  if (gzip) file.on('error', error => stream.destroy(error))
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (cause) {
    if (gzip && cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')) {
      throw new LapwingError('damaged-file', 'the gzip data break off or are damaged', {
        place: path,
        remedy: 'fetch the file again, and check it with gzip --test',
        cause,
      })
    }
    throw unreadable(path, cause)
  } finally {
    stream.destroy()
    file.destroy()
  }
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

export function unreadable(path: string, cause: unknown): LapwingError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') {
    return new LapwingError('no-such-file', 'there is no such file', {
      place: path,
      remedy: 'check the spelling of the path',
      cause,
    })
  }
  return new LapwingError('unreadable-file', 'this file cannot be read', {
    place: path,
    remedy: 'check that it is a file and that you may read it',
    cause,
  })
}
