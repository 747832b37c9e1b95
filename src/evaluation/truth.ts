import { readFile } from 'node:fs/promises'
import { LapwingError } from '../domain/errors.ts'
import { parseInstant } from '../domain/time.ts'
import { csvLines } from './csv.ts'

export interface TruthRow {
  readonly subject_kind: 'customer' | 'counterparty'
  readonly subject_id: string
  readonly typology: string
  /** RFC 3339: first and last payment of the conduct. */
  readonly first_at: string
  readonly last_at: string
}

const columns = ['subject_kind', 'subject_id', 'typology', 'first_at', 'last_at'] as const

/**
 * Reads what is known to be true: CSV with a header of the five columns in any order. One wrong line refuses the whole
 * file, because a truth with holes would measure something else.
 *
 * @throws LapwingError `truth-unreadable`, `truth-header`, `truth-line` (with the line's number)
 */
export async function readTruth(path: string): Promise<TruthRow[]> {
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new LapwingError('truth-unreadable', 'the truth cannot be read', {
      place: path,
      remedy: `Give a CSV file with the header ${columns.join(',')}.`,
      cause,
    })
  })
  return parseTruth(text, path)
}

/** @param place the file's name, for messages */
export function parseTruth(text: string, place: string): TruthRow[] {
  const seen = new Map<string, number>()
  return csvLines(text, place, 'truth', columns).lines.map(({ number, cells }) => {
    const wrong = (message: string): LapwingError =>
      new LapwingError('truth-line', message, { place: `${place}, line ${number}` })
    const value = (column: (typeof columns)[number]): string => cells[column]!
    const kind = value('subject_kind')
    if (kind !== 'customer' && kind !== 'counterparty') {
      throw wrong(`subject_kind is "${kind}"; it should be customer or counterparty`)
    }
    for (const column of ['subject_id', 'typology'] as const)
      if (value(column) === '') throw wrong(`${column} is empty`)
    for (const column of ['first_at', 'last_at'] as const) {
      if (parseInstant(value(column)) === undefined) {
        throw wrong(
          `${column} is "${value(column)}"; it should be a UTC date and time such as 2025-03-14T09:26:53Z`,
        )
      }
    }
    if (parseInstant(value('last_at'))! < parseInstant(value('first_at'))!)
      throw wrong('last_at is before first_at')
    const row: TruthRow = {
      subject_kind: kind,
      subject_id: value('subject_id'),
      typology: value('typology'),
      first_at: value('first_at'),
      last_at: value('last_at'),
    }
    const key = JSON.stringify([kind, row.subject_id, row.typology])
    if (seen.has(key)) throw wrong(`says the same subject and typology as line ${seen.get(key)}`)
    seen.set(key, number)
    return row
  })
}
