import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Transform } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { LapwingError } from '../../domain/errors.ts'

const chunkBytes = 64 * 1_024

/**
 * The file's text in pieces, unpacked when it is gzip. ISO 20022 messages are UTF-8; other bytes are refused.
 *
 * @param onBytes is told how many bytes of the file have been read so far.
 */
export async function* readText(path: string, onBytes?: (read: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of await openBytes(path, onBytes)) yield decode(decoder, path, chunk as Buffer)
  yield decode(decoder, path, undefined)
}

async function openBytes(path: string, onBytes: ((read: number) => void) | undefined) {
  const packed = await isGzip(path)
  let read = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length
      onBytes?.(read)
      done(null, chunk)
    },
  })
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  // The stream that is read throws the failure of any before it; the callback has nothing to add.
  const ignore = () => {}
  if (!packed) return pipeline(file, counter, ignore)
  const unpacked = pipeline(file, counter, createGunzip({ chunkSize: chunkBytes }), ignore)
  return mapErrors(unpacked, path)
}

async function* mapErrors(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch (cause) {
    throw new LapwingError('gzip-broken', 'the gzip file is cut off or damaged', {
      place: path,
      remedy: 'Ask for the file again; compare its size or checksum with the sender.',
      cause,
    })
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

function decode(decoder: TextDecoder, path: string, chunk: Buffer | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw new LapwingError('iso20022-encoding', 'the file is not UTF-8, which ISO 20022 messages are', {
      place: path,
      remedy:
        'Ask the sender for UTF-8, or convert it (iconv -f ISO-8859-1 -t UTF-8) with its XML declaration.',
      cause,
    })
  }
}
