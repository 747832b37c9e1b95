import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { LapwingError } from '../../domain/errors.ts'
import type { Heading } from './dump.ts'
import { damaged, unsealed } from './sealed.ts'

/**
 * The heading of a backup, and the lines after it as they are read. They are right only if they end without an error.
 *
 * @throws LapwingError `no-file`, `backup-damaged`, `backup-newer`, `backup-locked`
 */
export async function readBackup(
  path: string,
  passphrase: string,
): Promise<{ readonly heading: Heading; readonly lines: AsyncGenerator<string> }> {
  const lines = linesOf(path, passphrase)
  const first = await lines.next()
  const heading = first.done ? undefined : headingIn(first.value)
  if (heading === undefined) throw damaged(path, 'it is no backup of Lapwing')
  return { heading, lines }
}

function headingIn(line: string): Heading | undefined {
  const heading = JSON.parse(line) as Heading
  return heading.lapwing === 'backup' ? heading : undefined
}

async function* linesOf(path: string, passphrase: string): AsyncGenerator<string> {
  const plain = createGunzip()
  const reading = pipeline(
    createReadStream(path),
    source => unsealed(source, { place: path, passphrase }),
    plain,
  )
  // Told by the loop below, which ends with the same error.
  reading.catch(() => {})
  const decoder = new TextDecoder()
  let begun: string[] = []
  try {
    for await (const bytes of plain) {
      const pieces = decoder.decode(bytes as Buffer, { stream: true }).split('\n')
      for (const piece of pieces.slice(0, -1)) {
        yield begun.length === 0 ? piece : [...begun, piece].join('')
        begun = []
      }
      begun.push(pieces.at(-1)!)
    }
    await reading
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? absent(path, cause) : cause
  }
  if (begun.join('') !== '') throw damaged(path, 'its last line has no end')
}

function absent(path: string, cause: unknown): LapwingError {
  return new LapwingError('no-file', 'there is no such file', {
    place: path,
    remedy: 'Name a file that lapwing backup wrote.',
    cause,
  })
}
