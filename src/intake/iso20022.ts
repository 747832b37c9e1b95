import { LapwingError } from '../domain/errors.ts'
import { readCreditTransfer } from './iso20022/credit-transfer.ts'
import { readStatement } from './iso20022/statement.ts'
import { readText } from './iso20022/text.ts'
import { createWalker, type MessageReader } from './iso20022/walker.ts'
import type { SourceRow } from './source.ts'

type Emit = (row: Omit<SourceRow, 'row'>) => void

/** The element under `Document` says what a message is; banks write wrong namespaces more often than wrong elements. */
const readers: Readonly<Record<string, (institution: readonly string[], emit: Emit) => MessageReader>> = {
  FIToFICstmrCdtTrf: readCreditTransfer,
  BkToCstmrAcctRpt: (_institution, emit) => readStatement('Rpt', emit),
  BkToCstmrStmt: (_institution, emit) => readStatement('Stmt', emit),
  BkToCstmrDbtCdtNtfctn: (_institution, emit) => readStatement('Ntfctn', emit),
}

const supported =
  'Supported are pacs.008 (FIToFICstmrCdtTrf), camt.052 (BkToCstmrAcctRpt), camt.053 (BkToCstmrStmt) and camt.054 ' +
  '(BkToCstmrDbtCdtNtfctn), in all versions.'

/**
 * Reads the payments of an ISO 20022 file: pacs.008, camt.052, camt.053 or camt.054, of any version, plain or gzip, with
 * or without an envelope and business header, one message or many. Memory stays bounded whatever the file's size.
 *
 * What a column takes from which element is in `docs/reference/iso20022.md`.
 *
 * @param options.institution the own BICs, which tell for a pacs.008 whose payment it is; without any, the debtor's.
 * @param onBytes is told how many bytes of the file have been read so far.
 * @throws {LapwingError} `iso20022-malformed`, `-encoding`, `-doctype`, `-too-large`, `-unsupported`, `-no-document` or
 * `gzip-broken`, with the place; rows before it have been yielded.
 */
export async function* readIso20022(
  path: string,
  options: { institution: readonly string[] },
  onBytes?: (read: number) => void,
): AsyncGenerator<SourceRow> {
  let ready: SourceRow[] = []
  let rows = 0
  const emit: Emit = row => {
    rows += 1
    ready.push({ ...row, row: rows })
  }
  const walker = createWalker(path, (namespace, name, place) => {
    requireNamespace(namespace, place)
    const reader = readers[name]
    if (reader !== undefined) return reader(options.institution, emit)
    throw new LapwingError('iso20022-unsupported', `${messageName(namespace)} (${name}) is not read`, {
      place,
      remedy: supported,
    })
  })
  try {
    for await (const text of readText(path, onBytes)) {
      walker.write(text)
      for (const row of ready) yield row
      ready = []
    }
    walker.close()
  } catch (fault) {
    // What was read before the fault stays read.
    for (const row of ready) yield row
    throw fault
  }
}

function requireNamespace(namespace: string, place: string): void {
  if (messagePattern.test(namespace)) return
  throw new LapwingError(
    'iso20022-unsupported',
    namespace === ''
      ? 'the Document element has no namespace'
      : `the Document's namespace ${namespace.slice(0, 200)} is not one of ISO 20022`,
    {
      place,
      remedy: `It should be such as urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08. ${supported}`,
    },
  )
}

const messagePattern = /\b([a-z]{4}\.\d{3}\.\d{3}\.\d{2,3})\b/

function messageName(namespace: string): string {
  return messagePattern.exec(namespace)?.[1] ?? namespace
}
