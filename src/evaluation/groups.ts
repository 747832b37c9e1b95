import { readFile } from 'node:fs/promises'
import { LapwingError } from '../domain/errors.ts'
import { csvLines } from './csv.ts'
import { type Grouping, groupingOf } from './population.ts'

/**
 * Further groupings of the customers, for fairness: CSV with `customer_id` and one column a grouping. Customers that the file
 * leaves out, or leaves empty, are `not stated`.
 *
 * @param customers ids of the customers of the book; others in the file are refused
 * @throws LapwingError `groups-unreadable`, `groups-header`, `groups-line` (with the line's number)
 */
export async function readGroups(path: string, customers: Iterable<string>): Promise<Grouping[]> {
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new LapwingError('groups-unreadable', 'the groups cannot be read', {
      place: path,
      remedy: 'Give a CSV file with customer_id and one column a grouping.',
      cause,
    })
  })
  return parseGroups(text, path, customers)
}

/** @param place the file's name, for messages */
export function parseGroups(text: string, place: string, customers: Iterable<string>): Grouping[] {
  const { columns, lines } = csvLines(text, place, 'groups', ['customer_id'])
  const known = new Set(customers)
  const seen = new Map<string, number>()
  for (const { number, cells } of lines) {
    const id = cells.customer_id!
    const wrong = (message: string) =>
      new LapwingError('groups-line', message, { place: `${place}, line ${number}` })
    if (!known.has(id)) throw wrong('the book has no such customer')
    if (seen.has(id)) throw wrong(`says the same customer as line ${seen.get(id)}`)
    seen.set(id, number)
  }
  return columns
    .filter(column => column !== 'customer_id')
    .map(name => {
      const stated = new Map(lines.map(({ cells }) => [cells.customer_id!, cells[name]!.trim()]))
      return groupingOf(name, new Map([...known].map(id => [id, stated.get(id) || 'not stated'])))
    })
}
