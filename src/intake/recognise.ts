import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LapwingError } from '../domain/errors.ts'
import { type Start, unreadable } from './bytes.ts'
import { emptyFile } from './csv.ts'

export const formats = ['csv', 'parquet', 'jsonl', 'iso20022'] as const
export type Format = (typeof formats)[number]

/** How much of a file is looked at to recognise it. */
export const startBytes = 4096

/**
 * The files of a path: itself, or for a folder all files below it in the order of their names. Hidden files, those with
 * an underscore in front (as Spark writes them) and rejects files are left out. Fails with `no-such-file`,
 * `unreadable-file` or `empty-folder`.
 */
export async function filesOf(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const files = await walk(path)
    if (files.length > 0) return files
  } catch (cause) {
    throw unreadable(path, cause)
  }
  throw new LapwingError('empty-folder', 'there are no files in this folder', {
    place: path,
    remedy: 'name the folder that the files are in',
  })
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const files: string[] = []
  for (const entry of entries) {
    if (/^[._]|\.rejects\.csv$/.test(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await walk(path)))
    else files.push(path)
  }
  return files
}

/** The format of a file, by its content before its name. Fails with `empty-file` or `unknown-format`. */
export function recogniseFormat(path: string, start: Start): Format {
  const { bytes, encoding } = start
  if (bytes.length === 0) throw emptyFile(path)
  const magic = bytes.subarray(0, 4).toString('latin1')
  if (magic === 'PAR1') return 'parquet'
  const text = new TextDecoder(encoding).decode(bytes).trimStart()
  const name = basename(path).toLowerCase()
  if (text.startsWith('{')) return 'jsonl'
  if (text.startsWith('[') && !/\.(csv|tsv|txt)/.test(name)) {
    throw unknownFormat(path, 'write one object a line (JSON Lines), for example with jq -c ".[]"')
  }
  if (text.startsWith('<')) {
    if (text.includes('urn:iso:std:iso:20022') || /\.xml/.test(name)) return 'iso20022'
    throw unknownFormat(path, 'only ISO 20022 is read as XML')
  }
  if (magic.startsWith('PK')) throw unknownFormat(path, 'save the worksheet as CSV, or unpack the archive')
  if (/\.parquet$/.test(name)) return 'parquet'
  return 'csv'
}

function unknownFormat(path: string, remedy: string): LapwingError {
  return new LapwingError('unknown-format', 'this is not a format that is read', { place: path, remedy })
}
