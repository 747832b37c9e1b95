import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sample } from '../detection/fit/sampling.ts'
import { LapwingError } from '../domain/errors.ts'

const place = (data: string) => join(data, 'samples.jsonl')

/** Adds a draw to those of a data folder: none is forgotten. */
export async function keepSample(data: string, sample: Sample): Promise<void> {
  await appendFile(place(data), `${JSON.stringify(sample)}\n`)
}

/** The last draw. @throws LapwingError `no-sample`, `damaged-file` */
export async function readSample(data: string): Promise<Sample> {
  const remedy = 'Run "lapwing sample" to draw one.'
  let text: string
  try {
    text = await readFile(place(data), 'utf8')
  } catch (cause) {
    throw new LapwingError('no-sample', 'Nobody has been drawn yet.', { place: data, remedy, cause })
  }
  try {
    return JSON.parse(text.trimEnd().split('\n').at(-1)!) as Sample
  } catch (cause) {
    throw new LapwingError('damaged-file', 'The last draw is not whole.', {
      place: place(data),
      remedy,
      cause,
    })
  }
}
