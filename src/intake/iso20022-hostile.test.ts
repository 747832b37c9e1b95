import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, describe, it } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { LapwingError } from '../domain/errors.ts'
import { readIso20022 } from './iso20022.ts'
import type { SourceRow } from './source.ts'

const folder = mkdtempSync(join(tmpdir(), 'iso20022-'))
after(() => rmSync(folder, { recursive: true }))

const fixture = resolve(import.meta.dirname, '../../test/fixtures/iso20022/pacs.008.001.10.xml')
const namespace = 'urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08'

function file(content: string | Uint8Array, name = 'message.xml'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function transfer(n: number): string {
  return (
    `<CdtTrfTxInf><PmtId><EndToEndId>E${n}</EndToEndId></PmtId><IntrBkSttlmAmt Ccy="EUR">1.00</IntrBkSttlmAmt>` +
    `<Dbtr><Nm>Débiteur ${n}</Nm></Dbtr><DbtrAcct><Id><Othr><Id>A${n}</Id></Othr></Id></DbtrAcct>` +
    `<Cdtr><Nm>Créancier ${n}</Nm></Cdtr></CdtTrfTxInf>`
  )
}

function message(body: string, count: number, prolog = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return (
    `${prolog}<Document xmlns="${namespace}"><FIToFICstmrCdtTrf><GrpHdr><MsgId>M</MsgId>` +
    `<CreDtTm>2025-03-14T09:00:00Z</CreDtTm><NbOfTxs>${count}</NbOfTxs></GrpHdr>${body}</FIToFICstmrCdtTrf></Document>`
  )
}

/** The rows that came before the refusal, and the refusal. */
async function refusal(path: string): Promise<{ rows: SourceRow[]; error: LapwingError }> {
  const rows: SourceRow[] = []
  try {
    for await (const row of readIso20022(path, { institution: [] })) rows.push(row)
  } catch (error) {
    assert.ok(error instanceof LapwingError, String(error))
    return { rows, error }
  }
  return assert.fail('the file was accepted')
}

describe('a hostile or broken file', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const cases: readonly [
    what: string,
    content: string | Uint8Array,
    rows: number,
    code: string,
    says: RegExp,
  ][] = [
    [
      'an entity bomb',
      message(transfer(1).replace('Débiteur', '&l9;'), 1, `<!DOCTYPE Document [<!ENTITY l0 "ha">${laughs}]>`),
      0,
      'iso20022-doctype',
      /document type/,
    ],
    [
      'an external entity',
      message(
        transfer(1).replace('Débiteur', '&x;'),
        1,
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
      0,
      'iso20022-doctype',
      /document type/,
    ],
    [
      'an external document type',
      message(transfer(1), 1, '<!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd">'),
      0,
      'iso20022-doctype',
      /document type/,
    ],
    ['an entity nobody declared', message(`${transfer(1)}&boom;`, 1), 1, 'iso20022-malformed', /entity/],
    [
      'deep nesting',
      message(`${transfer(1)}${'<a>'.repeat(200_000)}`, 1),
      1,
      'iso20022-too-large',
      /100 deep/,
    ],
    [
      'deep nesting before the message',
      `${'<a>'.repeat(200)}${message(transfer(1), 1, '')}`,
      0,
      'iso20022-too-large',
      /100 deep/,
    ],
    [
      'one huge text',
      message(`${transfer(1)}<CdtTrfTxInf><X>${'x'.repeat(3_000_000)}</X></CdtTrfTxInf>`, 2),
      1,
      'iso20022-too-large',
      /1000000 characters/,
    ],
    [
      'one huge comment',
      message(`${transfer(1)}<!--${'x'.repeat(3_000_000)}-->`, 1),
      1,
      'iso20022-too-large',
      /1000000 characters/,
    ],
    [
      'one transaction of many texts',
      message(`${transfer(1)}<CdtTrfTxInf>${`<X>${'x'.repeat(99_000)}</X>`.repeat(60)}</CdtTrfTxInf>`, 2),
      1,
      'iso20022-too-large',
      /one transaction has more than 4000000/,
    ],
    [
      'one transaction of many elements',
      message(`${transfer(1)}<CdtTrfTxInf>${'<X/>'.repeat(60_000)}</CdtTrfTxInf>`, 2),
      1,
      'iso20022-too-large',
      /one transaction has more than 50000 elements/,
    ],
    [
      'a file cut off',
      message(transfer(1) + transfer(2), 2).slice(0, -80),
      1,
      'iso20022-malformed',
      /unclosed/,
    ],
    [
      'a wrong closing tag',
      message(`${transfer(1)}<A></B>`, 1),
      1,
      'iso20022-malformed',
      /[Uu]nexpected close tag|unmatched/,
    ],
    ['text that is not XML', 'payment_id,amount\n1,2', 0, 'iso20022-malformed', /./],
    ['an empty file', '', 0, 'iso20022-malformed', /./],
    [
      'another namespace',
      message(transfer(1), 1).replace(namespace, 'urn:example'),
      0,
      'iso20022-unsupported',
      /urn:example/,
    ],
    [
      'no namespace',
      message(transfer(1), 1).replace(` xmlns="${namespace}"`, ''),
      0,
      'iso20022-unsupported',
      /no namespace/,
    ],
    ['XML of another kind', '<html><body/></html>', 0, 'iso20022-no-document', /Document/],
    [
      'another encoding declared',
      message(transfer(1), 1, '<?xml version="1.0" encoding="ISO-8859-1"?>'),
      0,
      'iso20022-encoding',
      /ISO-8859-1/,
    ],
    [
      'another encoding than declared',
      Buffer.from(message(transfer(1), 1), 'latin1'),
      0,
      'iso20022-encoding',
      /not UTF-8/,
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff${message(transfer(1), 1)}`, 'utf16le'),
      0,
      'iso20022-encoding',
      /not UTF-8/,
    ],
    ['a gzip file cut off', gzipSync(message(transfer(1), 1)).subarray(0, 200), 0, 'gzip-broken', /cut off/],
  ]
  for (const [what, content, count, code, says] of cases) {
    it(`is refused, and what stands before it is kept: ${what}`, async () => {
      const path = file(content)
      const { rows, error } = await refusal(path)
      assert.equal(error.code, code)
      assert.match(error.message, says)
      assert.ok(error.remedy)
      assert.equal(rows.length, count)
      assert.ok(error.place?.startsWith(path))
    })
  }

  it('names line and column', async () => {
    const { error } = await refusal(file(`<a>\n  <b>\n</a>`))
    assert.match(error.place ?? '', /:3:4$/)
  })

  it('that announces more transactions than it holds says so in a row of its own', async () => {
    const rows = await Array.fromAsync(readIso20022(file(message(transfer(1), 2)), { institution: [] }))
    assert.equal(rows.length, 2)
    assert.deepEqual(
      rows[1]?.problems.map(problem => problem.wrong),
      ['GrpHdr/NbOfTxs announces 2 transactions and the message holds 1'],
    )
  })

  it('with amounts and dates that do not fit passes them on as they are', async () => {
    const odd = transfer(1).replace('1.00', '-1,00').replace('EUR', 'euro')
    const path = file(message(odd, 1).replace('2025-03-14T09:00:00Z', '2025-02-30T25:00:00'))
    const [row] = await Array.fromAsync(readIso20022(path, { institution: [] }))
    assert.equal(row?.values.amount, '-1,00')
    assert.equal(row?.values.currency, 'euro')
    assert.equal(row?.values.booked_at, '2025-02-30T25:00:00')
  })
})

describe('a file', () => {
  it('may be gzip, and tells how many bytes were read', async () => {
    const packed = gzipSync(readFileSync(fixture))
    const progress: number[] = []
    const path = file(packed, 'message.xml.gz')
    const rows = await Array.fromAsync(readIso20022(path, { institution: [] }, read => progress.push(read)))
    const plain = await Array.fromAsync(readIso20022(fixture, { institution: [] }))
    assert.deepEqual(rows, plain)
    assert.equal(progress.at(-1), packed.length)
  })

  it('may begin with a byte order mark', async () => {
    const rows = await Array.fromAsync(
      readIso20022(file(`\ufeff${readFileSync(fixture, 'utf8')}`), { institution: [] }),
    )
    assert.equal(rows.length, 4)
  })

  it('can be left in the middle', async () => {
    const path = file(message(Array.from({ length: 2_000 }, (_, n) => transfer(n)).join(''), 2_000))
    for await (const row of readIso20022(path, { institution: [] })) if (row.row === 3) break
    rmSync(path)
  })

  it('is read right wherever its pieces part', async () => {
    const count = 3_000
    const path = file(message(Array.from({ length: count }, (_, n) => transfer(n)).join(''), count))
    const rows = await Array.fromAsync(readIso20022(path, { institution: [] }))
    assert.deepEqual(
      rows.map(row => [row.values.account_id, row.values.counterparty_name]),
      Array.from({ length: count }, (_, n) => [`A${n}`, `Créancier ${n}`]),
    )
  })
})

describe('memory', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void

  /** Bytes by which the live heap grows from the first to the last of the checkpoints. */
  async function growth(path: string, rows: number): Promise<number> {
    let first: number | undefined
    let last = 0
    let count = 0
    for await (const row of readIso20022(path, { institution: [] })) {
      count += 1
      assert.equal(row.row, count)
      if (count % (rows / 10) !== 0) continue
      collect()
      last = process.memoryUsage().heapUsed
      first ??= last
    }
    assert.equal(count, rows)
    return last - first!
  }

  it('does not grow with the transactions of a message', async () => {
    const path = join(folder, 'large.xml')
    const rows = 200_000
    const small = (n: number) => `<CdtTrfTxInf><PmtId><TxId>T${n}</TxId></PmtId></CdtTrfTxInf>`
    await pipeline(Readable.from(pieces(rows, message('#', rows), small)), createWriteStream(path))
    const grown = await growth(path, rows)
    // 200 000 rows kept would take more than 100 MB.
    assert.ok(grown < 4_000_000, `grew by ${grown} bytes`)
  })

  it('does not grow with the transactions of one entry', async () => {
    const path = join(folder, 'batch.xml')
    const rows = 50_000
    const frame =
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id>' +
      '<Acct><Id><Othr><Id>A</Id></Othr></Id></Acct><Ntry><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd>' +
      '<NtryDtls>#</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>'
    const detail = (n: number) => `<TxDtls><Refs><TxId>T${n}</TxId></Refs><Amt Ccy="EUR">1</Amt></TxDtls>`
    await pipeline(Readable.from(pieces(rows, frame, detail)), createWriteStream(path))
    const grown = await growth(path, rows)
    assert.ok(grown < 4_000_000, `grew by ${grown} bytes`)
  })
})

function* pieces(rows: number, frame: string, piece: (n: number) => string): Generator<string> {
  const [head = '', tail = ''] = frame.split('#')
  yield head
  const batch = 1_000
  for (let from = 0; from < rows; from += batch)
    yield Array.from({ length: batch }, (_, n) => piece(from + n)).join('')
  yield tail
}
