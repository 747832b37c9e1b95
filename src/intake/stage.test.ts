import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Book, openBook } from '../book/book.ts'
import { importFiles } from './import.ts'

let folder: string
let book: Book
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapwing-stage-'))
  book = await openBook(join(folder, 'data'), { threads: 2 })
})
afterEach(() => {
  book.close()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const profile = `
profile: example
about: A transfer feeds two tables.
emit:
  - table: payments
    when:
      - { column: kind, not_in: [open] }
    columns:
      payment_id: { template: 'x-{row}' }
      booked_at: { column: at }
      account_id: { column: account }
      direction: { value: out }
      amount: { column: amount }
      currency: { value: AUD }
      rail: { value: transfer }
      status: { value: completed }
      reference_text: { column: row }
  - table: accounts
    when:
      - { column: kind, in: [open, first] }
    columns:
      account_id: { column: account }
      customer_id: { column: account }
      product: { value: transaction }
      opened_on: { value: '2020-01-01' }
`

const rows = [
  { kind: 'first', at: '2025-01-01T00:00:00Z', account: 'a1', amount: '1.00', row: 'one' },
  { kind: 'open', at: '', account: 'a2', amount: '', row: 'two' },
  { kind: 'later', at: '2025-01-02T00:00:00Z', account: 'a1', amount: 'x', row: 'three' },
  { kind: 'later', at: '2025-01-03T00:00:00Z', account: 'a1', amount: '2.00', row: 'four' },
]

test('a profile takes a foreign file of any format into several tables, and counts every row', async () => {
  const options = { profile: file('example.yaml', profile), rejectsDirectory: join(folder, 'rejects') }
  const names = Object.keys(rows[0]!)
  const lines = rows.map(row => Object.values(row).join(';'))
  const csv = file('a.csv', [names.join(';'), ...lines, 'broken'].join('\n'))
  const json = file(
    'a.jsonl',
    [...rows.map(row => JSON.stringify({ ...row, more: { x: 1 } })), 'broken'].join('\n'),
  )
  const parquet = join(folder, 'a.parquet')
  const connection = await book.connect()
  await connection.run(`COPY (FROM read_json('${file('b.jsonl', rows.map(row => JSON.stringify(row)).join('\n'))}',
    columns = {${names.map(name => `'${name}': 'VARCHAR'`).join(', ')}})) TO '${parquet}'`)
  connection.closeSync()
  for (const [path, broken, fresh] of [
    [csv, 1, true],
    [json, 1, false],
    [parquet, 0, false],
  ] as const) {
    const results = await Array.fromAsync(importFiles(book, [{ path }], options))
    const sums = results.map(({ table, read, accepted, duplicate, rejected }) => [
      table,
      read,
      accepted,
      duplicate,
      rejected,
    ])
    assert.deepEqual(sums, [
      ['payments', 3 + broken, fresh ? 2 : 0, fresh ? 0 : 2, 1 + broken],
      ['accounts', 2, fresh ? 2 : 0, fresh ? 0 : 2, 0],
    ])
    const rejects = readFileSync(results[0]!.rejects_file!, 'utf8')
    assert.match(rejects, /,3,[^,]*,amount,x,/)
  }
  const payments = await book.paymentsById(['x-1', 'x-4'])
  assert.deepEqual(
    payments.map(payment => payment.reference_text),
    ['one', 'four'],
  )
})

test('a row that no part of the profile takes is rejected, not lost', async () => {
  const only = profile.replace('not_in: [open]', 'in: [first]').replace('in: [open, first]', 'in: [first]')
  const options = { profile: file('example.yaml', only), rejectsDirectory: join(folder, 'rejects') }
  const names = Object.keys(rows[0]!)
  const csv = file('a.csv', [names.join(','), ...rows.map(row => Object.values(row).join(','))].join('\n'))
  const [payments, accounts] = await Array.fromAsync(importFiles(book, [{ path: csv }], options))
  assert.deepEqual([payments!.read, payments!.accepted, payments!.rejected], [4, 1, 3])
  assert.deepEqual([accounts!.read, accounts!.accepted, accounts!.rejected], [1, 1, 0])
  assert.match(readFileSync(payments!.rejects_file!, 'utf8'), /no part of the profile takes this row/)
})

const statement = fileURLToPath(new URL('../../test/fixtures/iso20022/camt.053.001.08.xml', import.meta.url))

test('a message is imported, and one that breaks off keeps what came before the fault', async () => {
  const options = { rejectsDirectory: join(folder, 'rejects') }
  const [whole] = await Array.fromAsync(importFiles(book, [{ path: statement }], options))
  assert.equal(whole!.error, undefined)
  assert.equal(whole!.table, 'payments')
  assert.ok(whole!.accepted > 0)
  assert.equal(whole!.read, whole!.accepted + whole!.duplicate + whole!.rejected)
  const text = readFileSync(statement, 'utf8')
  const cut = file('cut.xml', text.slice(0, text.lastIndexOf('</Ntry>') + 7))
  const [broken] = await Array.fromAsync(importFiles(book, [{ path: cut }], options))
  assert.equal(broken!.error?.code, 'iso20022-malformed')
  assert.equal(broken!.read, whole!.read)
  assert.equal(broken!.duplicate, whole!.accepted + whole!.duplicate)
})
