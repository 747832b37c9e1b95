import { join } from 'node:path'
import { type Book, openBook } from '../../book/book.ts'
import { currencies } from '../../domain/money.ts'
import { type TableName, tableNames } from '../../domain/tables.ts'
import {
  type ImportOptions,
  type ImportRequest,
  type ImportResult,
  importFiles,
} from '../../intake/import.ts'
import { formats } from '../../intake/recognise.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, type Exit, exit, type Options } from '../command.ts'
import { importTable } from '../present/imports.ts'
import { progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

const files = (meaning: string) => ({ kind: 'files', value: 'FILE', meaning }) as const

const tableOptions = {
  customers: files('Who the customers are.'),
  accounts: files('Which account belongs to which customer.'),
  payments: files('Payments, as seen from the own account.'),
  sessions: files('Log-ins with device and network address.'),
  identifiers: files('E-mail, phone, handle, wallet, device or document of a customer.'),
  outcomes: files('What was decided about earlier alerts.'),
} as const satisfies Record<TableName, Options[string]>

export const importCommand = defineCommand({
  name: 'import',
  summary: 'read your files into the book of payments',
  does: 'Reads CSV, Parquet, JSON Lines and ISO 20022 messages, checks every row, and keeps what is right. Every row read is accepted, a duplicate, or rejected; rejected rows are kept with their place and reason under rejects/ in the data folder. Importing a file again changes nothing.',
  when: 'Use it first, and for every new extract. Customers and accounts go with payments, in any order. A bare path is recognised by its columns.',
  options: {
    ...tableOptions,
    format: {
      kind: 'text',
      value: 'FORMAT',
      choices: formats,
      meaning: 'Read the files as this format instead of recognising it.',
    },
    profile: {
      kind: 'file',
      value: 'FILE',
      meaning: 'How the columns of a foreign CSV map to the canonical ones.',
    },
    institution: {
      kind: 'texts',
      value: 'BIC',
      meaning: 'Your own institution, to tell in from out in payment messages.',
    },
    replace: {
      kind: 'flag',
      meaning: 'A row whose key is known replaces the one in the book, instead of being a duplicate.',
    },
    'home-currency': {
      kind: 'text',
      value: 'AUD',
      meaning: 'Currency in which amounts are compared. Without it, that of most payments.',
    },
  },
  words: {
    name: 'FILE',
    meaning: 'Files or folders whose table is recognised by their columns.',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
  },
  examples: [
    {
      line: 'lapwing import --customers customers.csv --accounts accounts.csv --payments payments/',
      says: 'Three tables; payments from every file of a folder.',
    },
    {
      line: 'lapwing import --payments camt.053.xml --institution ABCDAU2S --json',
      says: 'Statements in ISO 20022, the result as JSON Lines.',
    },
  ],
  next: 'lapwing calibrate learns from the book what is usual.',
  async run({ values, words, terminal, now }) {
    const requests: ImportRequest[] = [
      ...tableNames.flatMap(table => values[table].map(path => ({ path, table }))),
      ...words.map(path => ({ path })),
    ]
    if (requests.length === 0) {
      throw wrongUse(
        'lapwing import needs files.',
        'For example: lapwing import --payments payments.csv --customers customers.csv',
      )
    }
    const { homeCurrency } = values
    if (homeCurrency !== undefined && !currencies.has(homeCurrency)) {
      throw wrongUse(
        `--home-currency cannot be "${homeCurrency}".`,
        'Give a currency code such as AUD (ISO 4217).',
      )
    }
    const book = await openBook(values.data)
    try {
      if (homeCurrency !== undefined) await book.changeSetting('home_currency', homeCurrency)
      const { format, profile, institution, replace } = values
      const options = {
        rejectsDirectory: join(values.data, 'rejects'),
        institution,
        replace,
        ...(format === undefined ? {} : { format }),
        ...(profile === undefined ? {} : { profile }),
      }
      const results = await importShowing(book, requests, options, terminal, now, result => {
        if (values.json) terminal.print(JSON.stringify(result))
      })
      if (!values.json) terminal.print(...importTable(results, terminal))
      return exitFor(results)
    } finally {
      book.close()
    }
  },
})

function exitFor(results: readonly ImportResult[]): Exit {
  if (results.every(({ error, read }) => error !== undefined && read === 0)) return exit.failed
  return results.some(({ error, rejected }) => error !== undefined || rejected > 0)
    ? exit.someRefused
    : exit.done
}

/** Imports with progress on standard error; `onResult` is told of each file as it is done. */
export async function importShowing(
  book: Book,
  requests: readonly ImportRequest[],
  options: ImportOptions,
  terminal: Terminal,
  now: () => number,
  onResult: (result: ImportResult) => void = () => {},
): Promise<readonly ImportResult[]> {
  const bar = progress(terminal, now)
  const onProgress: ImportOptions['onProgress'] = ({ file, fraction, rows, rowsPerSecond, secondsLeft }) =>
    bar.show({ what: file, fraction, count: rows, perSecond: rowsPerSecond, secondsLeft })
  const results: ImportResult[] = []
  try {
    for await (const result of importFiles(book, requests, { ...options, now, onProgress })) {
      bar.done()
      results.push(result)
      onResult(result)
    }
  } finally {
    bar.done()
  }
  return results
}
