import { join } from 'node:path'
import type { Book } from '../book/book.ts'
import { eachValue, holdersOf } from '../book/footprints.ts'
import type { NotEvaluated } from '../book/history.ts'
import { type Intelligence, makeMatcher } from '../detection/intelligence/matcher.ts'
import { type Named, nameIn } from '../detection/intelligence/named.ts'
import { readSelectorKey } from '../intake/selector-keys.ts'
import { keepSelectorRejects, readSelectors, type SelectorsRead } from '../intake/selectors.ts'
import { wrongUse } from './arguments.ts'

/** How the commands come by intelligence: files to selectors and keys, the book's values to what is named. */

export interface ReadIntelligence extends Intelligence {
  readonly files: readonly (Omit<SelectorsRead, 'selectors' | 'rejects'> & {
    readonly rejects_file: string | null
  })[]
}

const looksLikeKey = /^[0-9a-f]{32,}$/i

/** Reads selectors and their keys; `undefined` where none are asked for. What is refused is kept in the data folder. */
export async function readIntelligence(values: {
  readonly data: string
  readonly selectors: readonly string[]
  readonly selectorKey: readonly string[]
}): Promise<ReadIntelligence | undefined> {
  if (values.selectors.length === 0) {
    if (values.selectorKey.length === 0) return undefined
    throw wrongUse('--selector-key needs --selectors too.', 'Name the files whose hashes the key is for.')
  }
  const keys = new Map<string, Buffer>()
  for (const text of values.selectorKey) {
    const at = text.indexOf('=')
    if (at < 1 || at === text.length - 1) {
      throw wrongUse(
        '--selector-key has the form KEYID=FILE.',
        'For example --selector-key partner-1=partner-1.key',
      )
    }
    const file = text.slice(at + 1)
    // An error about a file names it, and this would show the key.
    if (looksLikeKey.test(file)) {
      throw wrongUse(
        '--selector-key was given a key in place of a file.',
        'Write the key to a file and name that.',
      )
    }
    keys.set(text.slice(0, at), await readSelectorKey(file))
  }
  const seen = new Set<string>()
  const read: SelectorsRead[] = []
  for (const file of values.selectors) read.push(await readSelectors(file, seen))
  return {
    selectors: read.flatMap(each => each.selectors),
    keys,
    files: read.map(each => {
      const { selectors: _, rejects: __, ...counts } = each
      return { ...counts, rejects_file: keepSelectorRejects(each, join(values.data, 'rejects')) ?? null }
    }),
  }
}

/** Tests every value of the book once. */
export async function nameInBook(book: Book, intelligence: Intelligence): Promise<Named> {
  const connection = await book.connect()
  try {
    return await nameIn(
      {
        eachValue: use => eachValue(connection, use),
        holdersOf: values => holdersOf(connection, values),
      },
      makeMatcher(intelligence),
    )
  } finally {
    connection.closeSync()
  }
}

/** Selectors that could not be tested, because nobody gave their key. */
export function withoutKey({ tallies }: Named): NotEvaluated[] {
  return tallies
    .filter(({ keyGiven }) => !keyGiven)
    .map(({ keyId, selectors }) => ({
      what: 'selectors',
      count: selectors,
      reason: `they are hashes under the key ${keyId}, which was not given`,
      remedy: `give it with --selector-key ${keyId}=FILE`,
    }))
}

/** Rows of selectors files that were refused. */
export function refused({ files }: ReadIntelligence): NotEvaluated[] {
  return files
    .filter(({ rejected }) => rejected > 0)
    .map(({ file, rejected, rejects_file }) => ({
      what: 'rows of selectors',
      count: rejected,
      reason: `they were refused when ${file} was read`,
      remedy: `mend them: ${rejects_file} has the place and reason of each`,
    }))
}

/** Whether some row was refused: exit code 1 says so. */
export function refusedRows(intelligence: ReadIntelligence | undefined): boolean {
  return intelligence?.files.some(({ rejected }) => rejected > 0) ?? false
}
