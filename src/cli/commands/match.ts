import { type Book, openBook } from '../../book/book.ts'
import { dealingsWith } from '../../book/footprints.ts'
import type { NotEvaluated } from '../../book/history.ts'
import { homeCurrencyOf } from '../../book/homeCurrency.ts'
import type { Tally } from '../../detection/intelligence/matcher.ts'
import { type CustomerMatch, entriesOf, rankMatches } from '../../detection/intelligence/matches.ts'
import { isInForce } from '../../domain/selectors.ts'
import { formatInstant, microsPerSecond } from '../../domain/time.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import {
  nameInBook,
  type ReadIntelligence,
  readIntelligence,
  refused,
  refusedRows,
  withoutKey,
} from '../intelligence.ts'
import { matchTable, tallyLines } from '../present/matches.ts'
import { notEvaluatedTable } from '../present/notEvaluated.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { counted } from '../terminal/numbers.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Payments listed for one piece of intelligence, the latest; their number is told whole. */
const idsMax = 200

export const matchCommand = defineCommand({
  name: 'match',
  summary: 'find at once which customers have dealt with what partners have named',
  does: 'Tests every account, identifier, device, counterparty and merchant of the book once against selectors from partners and publishers, plain or as keyed hashes, and ranks the customers who match: by how many different named values, how many sources, how many payments, and how lately. A match is a reason to look, not proof.',
  when: 'Use it on the day a list arrives. Nothing is kept: give the same files to calibrate and detect, so that they count as evidence.',
  options: {
    ...selectorOptions,
    at: {
      kind: 'instant',
      value: 'DATE',
      meaning:
        'Use what had been received by then and had not expired; ages are told from then. Without it, now.',
    },
    limit: {
      kind: 'whole',
      value: 'N',
      default: '50',
      least: 1,
      most: 100_000,
      meaning: 'How many customers the table shows. With --json, all are written.',
    },
  },
  examples: [
    { line: 'lapwing match --selectors list.csv', says: 'Who has dealt with what the list names.' },
    {
      line: 'lapwing match --selectors hashed.jsonl --selector-key partner-1=partner-1.key --json',
      says: 'Keyed hashes, under a key shared with that partner; JSON Lines.',
    },
  ],
  next: 'lapwing calibrate and lapwing detect, both with the same --selectors, weigh matches beside the other evidence.',
  async run({ values, terminal, now }) {
    const started = now()
    const intelligence = await readIntelligence(values)
    if (intelligence === undefined) {
      throw wrongUse('lapwing match needs --selectors FILE.', 'lapwing match --help shows an example.')
    }
    const at = values.at ?? Date.now() * (microsPerSecond / 1_000)
    const book = await openBook(values.data)
    let found: Found
    try {
      found = await matchIn(book, intelligence, at)
    } finally {
      book.close()
    }
    if (values.json) {
      for (const file of intelligence.files) terminal.print(JSON.stringify({ line: 'file', ...file }))
      for (const match of found.matches) terminal.print(JSON.stringify({ line: 'match', ...match }))
      const seconds = Number(((now() - started) / 1_000).toFixed(3))
      terminal.print(JSON.stringify({ line: 'summary', ...summaryOf(intelligence, found, at), seconds }))
    } else {
      show(intelligence, found, values.limit, terminal)
    }
    return refusedRows(intelligence) ? exit.someRefused : exit.done
  },
})

interface Found {
  readonly matches: readonly CustomerMatch[]
  readonly tallies: readonly Tally[]
  readonly expired: number
  readonly notYetReceived: number
  readonly notEvaluated: readonly NotEvaluated[]
}

async function matchIn(book: Book, intelligence: ReadIntelligence, at: number): Promise<Found> {
  const selectors = intelligence.selectors.filter(selector => isInForce(selector, at))
  const notYetReceived = intelligence.selectors.filter(({ receivedAt }) => receivedAt > at).length
  const named = await nameInBook(book, { ...intelligence, selectors })
  const entries = entriesOf(named, at)
  const connection = await book.connect()
  try {
    const homeCurrency = await homeCurrencyOf(connection, await book.setting('home_currency'))
    const dealings = await dealingsWith(connection, entries, homeCurrency, idsMax)
    return {
      matches: rankMatches(named, entries, dealings, homeCurrency, at),
      tallies: named.tallies,
      expired: intelligence.selectors.length - selectors.length - notYetReceived,
      notYetReceived,
      notEvaluated: [
        ...refused(intelligence),
        ...withoutKey(named),
        ...unattributed(dealings.filter(({ customerId }) => customerId === undefined)),
      ],
    }
  } finally {
    connection.closeSync()
  }
}

/** Each payment once, whatever the number of sources that name its counterparty. */
function unattributed(dealings: readonly { counterparty: string; payments: number }[]): NotEvaluated[] {
  const byCounterparty = new Map(dealings.map(({ counterparty, payments }) => [counterparty, payments]))
  const count = [...byCounterparty.values()].reduce((sum, payments) => sum + payments, 0)
  if (count === 0) return []
  return [
    {
      what: 'payments with named counterparties',
      count,
      reason: 'their account is not among the accounts',
      remedy: 'import the accounts they were booked on',
    },
  ]
}

function summaryOf({ selectors }: ReadIntelligence, found: Found, at: number) {
  return {
    at: formatInstant(at),
    selectors: selectors.length,
    expired: found.expired,
    not_yet_received: found.notYetReceived,
    tested: found.tallies.map(({ keyId, selectors, tested, named, keyGiven }) => ({
      key_id: keyId ?? null,
      key_given: keyGiven,
      selectors,
      values_tested: tested,
      values_named: named,
    })),
    customers: found.matches.length,
    not_evaluated: found.notEvaluated,
  }
}

function show(intelligence: ReadIntelligence, found: Found, limit: number, terminal: Terminal): void {
  const { matches, tallies, expired, notYetReceived, notEvaluated } = found
  const shown = matches.slice(0, limit)
  const left = [
    ...(expired > 0 ? [`${counted(expired, 'selector')} left out: expired.`] : []),
    ...(notYetReceived > 0 ? [`${counted(notYetReceived, 'selector')} left out: not received by then.`] : []),
  ]
  terminal.print(
    `${counted(matches.length, 'customer')} ${matches.length === 1 ? 'matches' : 'match'} ${counted(intelligence.selectors.length, 'selector')} of ${counted(intelligence.files.length, 'file')}.`,
    ...tallyLines(tallies),
    ...left,
    ...(shown.length === 0 ? [] : ['', ...matchTable(shown, terminal)]),
    ...(shown.length < matches.length
      ? ['', `${counted(matches.length - shown.length, 'more customer')}: --limit shows more, --json all.`]
      : []),
    ...notEvaluatedTable(notEvaluated, terminal),
  )
}
