import type { SourceRow } from '../source.ts'
import { at, type Element, textAt } from './element.ts'
import {
  accountId,
  amountOf,
  counterparty,
  instantText,
  midnightText,
  present,
  purposeOf,
  remittanceText,
  type Side,
  type Values,
} from './fields.ts'
import type { MessageReader } from './walker.ts'

/** What is known of an entry while it is read; its transactions come one by one and are not kept. */
interface Entry {
  readonly parts: Map<string, Element>
  batch: Element | undefined
  transactions: number
  /** The last transaction, held back until it is known whether it is the only one. */
  held: Element | undefined
}

/**
 * Reads camt.052, camt.053 and camt.054, which report the entries of one own account: a row for each transaction of
 * an entry, or for the entry when it details none. Each field's source is in `docs/reference/iso20022.md`.
 *
 * @param report is `Rpt`, `Stmt` or `Ntfctn`, the element that holds the account and its entries.
 */
export function readStatement(
  report: 'Rpt' | 'Stmt' | 'Ntfctn',
  emit: (row: Omit<SourceRow, 'row'>) => void,
): MessageReader {
  let header: Element | undefined
  let parts = new Map<string, Element>()
  let entry = newEntry()
  let entries = 0
  const entryPath = `${report}/Ntry`
  const detailsPath = `${entryPath}/NtryDtls`
  const wanted = new Set([
    'GrpHdr',
    ...reportParts.map(name => `${report}/${name}`),
    ...entryParts.map(name => `${entryPath}/${name}`),
    ...detailsParts.map(name => `${detailsPath}/${name}`),
  ])

  const emitRow = (transaction: Element | undefined, alone: boolean) => {
    const statement = { report, header, parts, entries }
    emit({
      table: 'payments',
      place: placeOf(statement, entry, alone),
      values: paymentValues(statement, entry, transaction, alone),
      problems: [],
    })
  }

  return {
    walks: new Set([report, entryPath, detailsPath]),
    takes: path => wanted.has(path),
    take(path, element) {
      if (path === 'GrpHdr') header = element
      else if (path === `${detailsPath}/Btch`) entry.batch = element
      else if (path === `${detailsPath}/TxDtls`) {
        if (entry.held !== undefined) emitRow(entry.held, false)
        entry.held = element
        entry.transactions += 1
      } else if (path.startsWith(`${entryPath}/`)) entry.parts.set(element.name, element)
      else parts.set(element.name, element)
    },
    leave(path) {
      if (path === entryPath) {
        emitRow(entry.held, entry.transactions < 2)
        entry = newEntry()
        entries += 1
      } else if (path === report) {
        parts = new Map()
        entries = 0
      }
    },
  }
}

const reportParts = ['Id', 'Acct', 'CreDtTm', 'StmtPgntn', 'RptPgntn', 'NtfctnPgntn']
const entryParts = [
  'NtryRef', 'Amt', 'CdtDbtInd', 'RvslInd', 'Sts', 'BookgDt', 'ValDt', 'AcctSvcrRef', 'BkTxCd', 'CardTx', 'AddtlNtryInf',
] // biome-ignore format: a list
const detailsParts = ['Btch', 'TxDtls']

function newEntry(): Entry {
  return { parts: new Map(), batch: undefined, transactions: 0, held: undefined }
}

interface Statement {
  readonly report: string
  readonly header: Element | undefined
  readonly parts: ReadonlyMap<string, Element>
  /** Entries before this one. */
  readonly entries: number
}

function statementId({ header, parts }: Statement): string {
  return textOf(parts, 'Id') ?? textAt(header, 'MsgId') ?? '(none)'
}

function placeOf(statement: Statement, entry: Entry, alone: boolean): string {
  const detailed = entry.transactions
  const place = `${statement.report}/Id ${statementId(statement)}, Ntry ${statement.entries + 1}`
  const exact = detailed === 0 ? place : `${place}, TxDtls ${detailed}`
  const batched = Number(textAt(entry.batch, 'NbOfTxs') ?? 0)
  return alone && batched > 1 ? `${exact} (a batch of ${batched} transactions, ${detailed} detailed)` : exact
}

function paymentValues(
  statement: Statement,
  entry: Entry,
  transaction: Element | undefined,
  alone: boolean,
): Values {
  const account = accountId(statement.parts.get('Acct'))
  const direction = directionOf(entry, transaction, alone)
  return present({
    payment_id: paymentId(statement, entry, transaction),
    booked_at: bookedAt(statement, entry),
    account_id: account,
    direction,
    ...entryAmount(entry, transaction, alone),
    rail: railOf(entry, transaction),
    status: statusOf(entry),
    ...counterparty(otherSide(transaction, direction, account)),
    reference_text: referenceText(entry, transaction),
    purpose_code: purposeOf(transaction),
    external_reference: textAt(transaction, 'Refs', 'UETR') ?? textAt(transaction, 'Refs', 'EndToEndId'),
  })
}

/**
 * The entry says which way the money went; among several transactions each says it for itself, because a batch may be
 * netted. Of a single transaction the entry is believed: balances follow entries, and banks do contradict it below.
 */
function directionOf(entry: Entry, transaction: Element | undefined, alone: boolean): string | undefined {
  const indicator = (alone ? undefined : textAt(transaction, 'CdtDbtInd')) ?? textOf(entry.parts, 'CdtDbtInd')
  if (indicator === 'CRDT') return 'in'
  return indicator === 'DBIT' ? 'out' : indicator
}

/**
 * References repeat within a statement, so that the place in it belongs to the id; statement ids repeat between
 * accounts and pages, so that these do too.
 */
function paymentId(statement: Statement, entry: Entry, transaction: Element | undefined): string {
  const { parts } = statement
  const refs = at(transaction, 'Refs')
  const reference =
    textAt(refs, 'AcctSvcrRef') ??
    textAt(refs, 'UETR') ??
    textOf(entry.parts, 'AcctSvcrRef') ??
    textOf(entry.parts, 'NtryRef') ??
    textAt(refs, 'EndToEndId')
  const pagination = parts.get('StmtPgntn') ?? parts.get('RptPgntn') ?? parts.get('NtfctnPgntn')
  const page = textAt(pagination, 'PgNb')
  const ordinal = statement.entries + 1
  return [
    accountId(parts.get('Acct')),
    statementId(statement),
    page === undefined || page === '1' ? undefined : `page ${page}`,
    entry.transactions > 0 ? `${ordinal}.${entry.transactions}` : String(ordinal),
    reference,
  ]
    .filter(part => part !== undefined)
    .join('/')
}

/** Booking, else value date, else the creation of the report: a date alone is its midnight. */
function bookedAt(statement: Statement, entry: Entry): string | undefined {
  for (const name of ['BookgDt', 'ValDt']) {
    const exact = textAt(entry.parts.get(name), 'DtTm')
    if (exact !== undefined) return instantText(exact)
    const date = textAt(entry.parts.get(name), 'Dt')
    if (date !== undefined) return midnightText(date)
  }
  const created = textOf(statement.parts, 'CreDtTm') ?? textAt(statement.header, 'CreDtTm')
  return created === undefined ? undefined : instantText(created)
}

/**
 * The transaction's amount in the currency of the account, where it is given; else, when the entry has this one
 * transaction or none, the entry's amount; else what the transaction gives.
 */
function entryAmount(entry: Entry, transaction: Element | undefined, alone: boolean): Values {
  const booked = entry.parts.get('Amt')
  const given = [
    at(transaction, 'Amt'),
    at(transaction, 'AmtDtls', 'TxAmt', 'Amt'),
    at(transaction, 'AmtDtls', 'CntrValAmt', 'Amt'),
  ].filter(amount => amount !== undefined)
  const same = given.find(amount => amount.currency === booked?.currency)
  return amountOf(same ?? (alone ? booked : given[0]))
}

const cashFamilies = new Set(['CNTR'])
const cardFamilies = new Set(['CCRD', 'MCRD'])
const debitFamilies = new Set(['IDDT', 'RDDT'])
const instantFamilies = new Set(['IRCT', 'RRCT'])
/** Cash taken out or paid in with a card is cash. */
const cashSubfamilies = new Set(['CWDL', 'CDPT', 'XBCW', 'XBCP', 'BCWD', 'BCDP'])

/** By the bank transaction code (ISO 20022 external code set); a code of the bank's own says nothing here. */
function railOf(entry: Entry, transaction: Element | undefined): string {
  const code = at(transaction, 'BkTxCd', 'Domn') ?? at(entry.parts.get('BkTxCd'), 'Domn')
  const family = textAt(code, 'Cd') === 'PMNT' ? (textAt(code, 'Fmly', 'Cd') ?? '') : ''
  const subfamily = textAt(code, 'Fmly', 'SubFmlyCd') ?? ''
  if (cashFamilies.has(family)) return 'cash'
  if (cardFamilies.has(family)) return cashSubfamilies.has(subfamily) ? 'cash' : 'card'
  if (debitFamilies.has(family)) return 'direct_debit'
  if (instantFamilies.has(family)) return 'instant'
  const byCard = family === '' && (entry.parts.has('CardTx') || at(transaction, 'CardTx') !== undefined)
  return byCard ? 'card' : 'transfer'
}

const statuses = new Map([
  ['BOOK', 'completed'],
  ['PDNG', 'attempted'],
  // Future and information entries moved nothing yet.
  ['FUTR', 'attempted'],
  ['INFO', 'attempted'],
])

function statusOf(entry: Entry): string | undefined {
  if (/^(true|1)$/.test(textOf(entry.parts, 'RvslInd') ?? '')) return 'reversed'
  const code = textAt(entry.parts.get('Sts'), 'Cd') ?? textOf(entry.parts, 'Sts')
  return code === undefined ? undefined : (statuses.get(code) ?? code)
}

/**
 * The debtor of a credit, the creditor of a debit; or the other of them when that one is the own account, as in
 * reversals that keep the roles of the payment they take back.
 */
function otherSide(
  transaction: Element | undefined,
  direction: string | undefined,
  own: string | undefined,
): Side {
  const sides: readonly Side[] = [sideOf(transaction, 'Dbtr'), sideOf(transaction, 'Cdtr')]
  const [usual, opposite] = direction === 'out' ? [sides[1]!, sides[0]!] : [sides[0]!, sides[1]!]
  return own !== undefined && accountId(usual.account) === own ? opposite : usual
}

function sideOf(transaction: Element | undefined, role: 'Dbtr' | 'Cdtr'): Side {
  const parties = at(transaction, 'RltdPties')
  return {
    party: at(parties, role),
    ultimate: at(parties, `Ultmt${role}`),
    account: at(parties, `${role}Acct`),
    agent: at(transaction, 'RltdAgts', `${role}Agt`),
  }
}

/** What the payer wrote, else what the bank adds. The entry's own remark comes after its transactions. */
function referenceText(entry: Entry, transaction: Element | undefined): string | undefined {
  return (
    remittanceText(at(transaction, 'RmtInf')) ??
    textAt(transaction, 'AddtlTxInf') ??
    textOf(entry.parts, 'AddtlNtryInf')
  )
}

function textOf(parts: ReadonlyMap<string, Element>, name: string): string | undefined {
  return textAt(parts.get(name))
}
