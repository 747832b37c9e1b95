import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Book, openBook } from '../book/book.ts'
import { splitRecord } from './csv-scan.ts'
import { type ImportOptions, type ImportRequest, type ImportResult, importFiles } from './import.ts'

let folder: string
let book: Book
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapwing-import-'))
  book = await openBook(join(folder, 'data'), { threads: 2 })
})
afterEach(() => {
  book.close()
  rmSync(folder, { recursive: true, force: true })
})

const header = 'payment_id,booked_at,account_id,direction,amount,currency,rail,status,reference_text'
const line = (n: number, more: Partial<Record<'amount' | 'text' | 'currency' | 'at', string>> = {}) =>
  `p${n},${more.at ?? '2025-03-14T09:26:53Z'},a1,out,${more.amount ?? '51.20'},${more.currency ?? 'AUD'},transfer,completed,${more.text ?? ''}`
const csv = (...lines: string[]) => `${[header, ...lines].join('\n')}\n`

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function run(requests: ImportRequest[], options: Partial<ImportOptions> = {}): Promise<ImportResult[]> {
  const results = await Array.fromAsync(
    importFiles(book, requests, { rejectsDirectory: join(folder, 'rejects'), ...options }),
  )
  for (const { read, accepted, duplicate, rejected, rejects_file } of results) {
    assert.equal(read, accepted + duplicate + rejected)
    assert.equal(rejects_file === null, rejected === 0)
  }
  return results
}

async function one(path: string, options: Partial<ImportOptions> = {}): Promise<ImportResult> {
  const results = await run([{ path }], options)
  assert.equal(results.length, 1)
  return results[0]!
}

const counts = ({ read, accepted, duplicate, rejected }: ImportResult) => ({
  read,
  accepted,
  duplicate,
  rejected,
})

/** The rejects file as records. */
function rejects(result: ImportResult): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(result.rejects_file!, 'utf8').trimEnd().split('\n')
  const names = splitRecord(head, ',')
  return lines.map(text =>
    Object.fromEntries(splitRecord(text, ',').map((value, index) => [names[index]!, value])),
  )
}

async function texts(): Promise<Record<string, string>> {
  const connection = await book.connect()
  const reader = await connection.runAndReadAll('SELECT payment_id, reference_text FROM payments')
  connection.closeSync()
  return Object.fromEntries(reader.getRows().map(([id, value]) => [String(id), value as string]))
}

test('the table is recognised by its columns, whatever their case and order', async () => {
  const path = file(
    'anything.csv',
    'Product,OPENED_ON, customer_id ,account_id\ntransaction,2020-01-01,c1,a1\n',
  )
  const result = await one(path)
  assert.equal(result.table, 'accounts')
  assert.deepEqual(counts(result), { read: 1, accepted: 1, duplicate: 0, rejected: 0 })
})

test('a bad row is rejected with its place and reason, and the others are kept', async () => {
  const path = file(
    'payments.csv',
    csv(line(1), line(2, { amount: '1,5' }), line(3, { currency: 'XYZ' }), line(4)),
  )
  const result = await one(path)
  assert.deepEqual(counts(result), { read: 4, accepted: 2, duplicate: 0, rejected: 2 })
  const problems = rejects(result)
  assert.deepEqual(
    problems.map(({ row, place, field, value }) => ({ row, place, field, value })),
    [
      { row: '2', place: 'line 3', field: '', value: line(2, { amount: '1,5' }) },
      { row: '3', place: 'line 4', field: 'currency', value: 'XYZ' },
    ],
  )
  assert.equal(problems[0]!.wrong, '10 fields')
  assert.match(problems[1]!.right!, /ISO 4217/)
})

test('the same record again is a duplicate, however it is written', async () => {
  await one(file('a.csv', csv(line(1), line(2))))
  const again = csv(
    line(1, { at: '2025-03-14T19:26:53.000+10:00', amount: '51.2' }),
    line(2),
    line(3),
    line(3),
  )
  assert.deepEqual(counts(await one(file('b.csv', again))), {
    read: 4,
    accepted: 1,
    duplicate: 3,
    rejected: 0,
  })
})

test('a file whose every row is in the book is known by its bytes, until a record is replaced', async () => {
  const first = file('a.csv', csv(line(1), line(2), line(2)))
  await one(first)
  const known = { read: 3, accepted: 0, duplicate: 3, rejected: 0 }
  assert.deepEqual(counts(await one(first)), known)
  assert.deepEqual(counts(await one(file('b.csv', csv(line(1), line(2), line(2))))), known, 'under any name')
  await one(file('c.csv', csv(line(2, { amount: '60.00' }))), { replace: true })
  assert.deepEqual(counts(await one(first)), { read: 3, accepted: 0, duplicate: 1, rejected: 2 })
})

test('a file of which a row was rejected is read again, and says so again', async () => {
  const path = file('a.csv', csv(line(1), line(2, { currency: 'XYZ' })))
  await one(path)
  const again = await one(path)
  assert.deepEqual(counts(again), { read: 2, accepted: 0, duplicate: 1, rejected: 1 })
  assert.equal(rejects(again)[0]!.field, 'currency')
})

test('the same bytes read in another way are read anew', async () => {
  const path = file('a.csv', csv(line(1)))
  await one(path)
  const profile = file(
    'profile.yaml',
    'profile: again\nemit:\n  - table: payments\n    columns:\n' +
      header
        .split(',')
        .map(
          name =>
            `      ${name}: ${name === 'payment_id' ? "{ template: 'again-{payment_id}' }" : `{ column: ${name} }`}\n`,
        )
        .join(''),
  )
  assert.equal((await one(path, { profile })).accepted, 1)
})

test('a key with other content is rejected, naming the field, until it is replaced on purpose', async () => {
  await one(file('a.csv', csv(line(1), line(2))))
  const changed = file('b.csv', csv(line(1, { amount: '60.00' }), line(2)))
  const refused = await one(changed)
  assert.deepEqual(counts(refused), { read: 2, accepted: 0, duplicate: 1, rejected: 1 })
  const [problem] = rejects(refused)
  assert.equal(problem!.field, 'amount')
  assert.equal(problem!.value, '60.00')
  assert.match(problem!.right!, /--replace/)
  const replaced = await one(changed, { replace: true })
  assert.deepEqual(counts(replaced), { read: 2, accepted: 1, duplicate: 1, rejected: 0 })
  assert.deepEqual(readdirSync(join(folder, 'rejects')), [], 'what is no longer rejected is no longer listed')
  assert.equal((await book.counts()).payments, 2)
  assert.equal((await book.paymentsById(['p1']))[0]?.amount, '60.00')
})

test('within a file the first good row of a key wins', async () => {
  const rows = csv(
    line(1, { amount: 'x' }),
    line(1, { amount: '1.00' }),
    line(1, { amount: '2.00' }),
    line(1, { amount: '1.0' }),
  )
  for (const replace of [false, true]) {
    const result = await one(file('a.csv', rows), { replace })
    const first = replace ? 0 : 1
    assert.deepEqual(counts(result), { read: 4, accepted: first, duplicate: 2 - first, rejected: 2 })
    assert.equal((await book.paymentsById(['p1']))[0]?.amount, '1.00')
  }
})

test('replacing with rows that differ among themselves takes the first', async () => {
  await one(file('a.csv', csv(line(1, { amount: '9.00' }))))
  const rows = file(
    'b.csv',
    csv(line(1, { amount: '1.00' }), line(1, { amount: '2.00' }), line(1, { amount: '9.00' })),
  )
  assert.deepEqual(counts(await one(rows, { replace: true })), {
    read: 3,
    accepted: 1,
    duplicate: 0,
    rejected: 2,
  })
  assert.equal((await book.paymentsById(['p1']))[0]?.amount, '1.00')
})

test('identifiers, which are all key, are duplicates or new', async () => {
  const path = file(
    'i.csv',
    'customer_id,type,value\nc1,email,a@example.org\nc1,email,a@example.org\nc1,fax,1\n',
  )
  assert.deepEqual(counts(await one(path)), { read: 3, accepted: 1, duplicate: 1, rejected: 1 })
  assert.deepEqual(counts(await one(path)), { read: 3, accepted: 0, duplicate: 2, rejected: 1 })
})

test('a stray quotation mark costs its own line, not the rest of the file', async () => {
  const rows = csv(
    line(1),
    line(2, { text: '"open' }),
    line(3),
    line(4, { text: '"closed"x' }),
    line(5),
    line(6, { text: '"last' }),
  )
  const result = await one(file('payments.csv', rows))
  assert.deepEqual(counts(result), { read: 6, accepted: 3, duplicate: 0, rejected: 3 })
  assert.deepEqual(
    rejects(result).map(({ row, place }) => [row, place]),
    [
      ['2', 'line 3'],
      ['4', 'line 5'],
      ['6', 'line 7'],
    ],
  )
})

test('quoted fields keep delimiters, quotation marks and line ends', async () => {
  const values = ['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', ' spaces ', 'plain "inner" quotes']
  const quoted = values.map((value, n) => line(n, { text: `"${value.replaceAll('"', '""')}"` }))
  const result = await one(file('payments.csv', csv(...quoted, line(9, { text: 'un"quoted' }))))
  assert.equal(result.accepted, 7)
  assert.deepEqual(await texts(), {
    ...Object.fromEntries(values.map((value, n) => [`p${n}`, value])),
    p9: 'un"quoted',
  })
})

test('every delimiter, line end, mark and compression reads the same', async () => {
  const plain = csv(line(1, { text: 'é' }), line(2, { text: '"a,b;c\td|e"' }))
  const swapped = (delimiter: string) =>
    plain.replaceAll(/"[^"]*"|,/g, text => (text === ',' ? delimiter : text))
  const variants: Record<string, string | Buffer> = {
    'comma.csv': plain,
    'semicolon.csv': swapped(';'),
    'tab.tsv': swapped('\t'),
    'bar.csv': swapped('|'),
    'crlf.csv': plain.replaceAll('\n', '\r\n'),
    'mixed.csv': plain.replace('\n', '\r\n'),
    'mark.csv': `\ufeff${plain}`,
    'gaps.csv': `\n${plain.replaceAll('\n', '\n\n')}\r\n`,
    'unended.csv': plain.trimEnd(),
    'small.csv.gz': gzipSync(plain),
    'members.csv.gz': Buffer.concat([gzipSync(plain.slice(0, 40)), gzipSync(plain.slice(40))]),
    'utf16le.csv': Buffer.from(`\ufeff${plain}`, 'utf16le'),
    'utf16be.txt': Buffer.from(`\ufeff${plain}`, 'utf16le').swap16(),
  }
  for (const [name, content] of Object.entries(variants)) {
    const own = await openBook(join(folder, `book-${name}`))
    const [result] = await Array.fromAsync(
      importFiles(own, [{ path: file(name, content) }], { rejectsDirectory: folder }),
    )
    assert.equal(result?.error, undefined, name)
    assert.deepEqual(counts(result!), { read: 2, accepted: 2, duplicate: 0, rejected: 0 }, name)
    const found = (await own.paymentsById(['p1', 'p2'])).map(payment => payment.reference_text)
    assert.deepEqual(found, ['é', 'a,b;c\td|e'], name)
    own.close()
  }
})

test('text that is not UTF-8 is rejected by row, naming the byte', async () => {
  const bytes = Buffer.from(csv(line(1, { text: 'caf\u00e9' }), line(2)), 'latin1')
  const result = await one(file('latin.csv', bytes))
  assert.deepEqual(counts(result), { read: 2, accepted: 1, duplicate: 0, rejected: 1 })
  const [problem] = rejects(result)
  assert.equal(problem!.wrong, `byte 0xE9 at byte ${bytes.indexOf(0xe9) + 1} of the text is not UTF-8`)
  assert.match(problem!.right!, /iconv/)
})

test('whole files that cannot be read are results with an error, and the others go on', async () => {
  const whole = csv(line(1), line(2))
  const zip = gzipSync(csv(...Array.from({ length: 5000 }, (_, n) => line(n, { text: `${n * 7919}` }))))
  const connection = await book.connect()
  const parquet = join(folder, 'whole.parquet')
  await connection.run(`COPY (SELECT range AS a FROM range(10000)) TO '${parquet}'`)
  connection.closeSync()
  mkdirSync(join(folder, 'none'))
  const cases: [name: string, content: string | Buffer | undefined, code: string][] = [
    ['missing.csv', undefined, 'no-such-file'],
    ['none', undefined, 'empty-folder'],
    ['empty.csv', '', 'empty-file'],
    ['lines.csv', '\n\n', 'empty-file'],
    ['cut.csv.gz', zip.subarray(0, zip.length / 2), 'damaged-file'],
    ['cut.parquet', readFileSync(parquet).subarray(0, 3000), 'damaged-file'],
    ['not.parquet', 'x'.repeat(100), 'damaged-file'],
    ['utf16-unmarked.csv', Buffer.from(whole, 'utf16le'), 'wrong-encoding'],
    ['latin-header.csv', Buffer.from(`caf\u00e9,b\n1,2\n`, 'latin1'), 'wrong-encoding'],
    ['unknown.csv', 'a,b,c\n1,2,3\n', 'unknown-table'],
    ['payments-missing.csv', 'payment_id,amount\np1,1.00\n', 'missing-column'],
    ['payments-misspelt.csv', whole.replace('reference_text', 'reference_txt'), 'unknown-column'],
    ['payments-twice.csv', whole.replace('reference_text', 'status'), 'repeated-column'],
    ['payments-returns.csv', whole.replaceAll('\n', '\r'), 'no-header'],
    ['sheet.csv', Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), 'unknown-format'],
    ['array.json', '[{"a": 1}]', 'unknown-format'],
    ['page.html', '<html></html>', 'unknown-format'],
  ]
  const requests = cases.map(([name, content]) => ({
    path: content === undefined ? join(folder, name) : file(name, content),
  }))
  const results = await run([...requests, { path: file('payments.csv', whole) }])
  const codes = results.map(result => result.error?.code)
  assert.deepEqual(codes, [...cases.map(([, , code]) => code), undefined])
  for (const result of results.slice(0, -1)) {
    assert.deepEqual(counts(result), { read: 0, accepted: 0, duplicate: 0, rejected: 0 })
    assert.ok(result.error!.remedy, result.error!.code)
  }
  assert.equal(results.at(-1)!.accepted, 2)
  assert.match(results[11]!.error!.remedy!, /did you mean reference_text/)
})

test('a file with only a header has no rows and no error', async () => {
  const result = await one(file('payments.csv', `${header}\n`))
  assert.deepEqual(counts(result), { read: 0, accepted: 0, duplicate: 0, rejected: 0 })
  assert.equal(result.error, undefined)
})

test('a line of 64 megabytes is one rejected row', async () => {
  const long = 'x'.repeat(64 << 20)
  const content = csv(line(1), line(2, { text: long }), line(3, { text: `"${long}` }), line(4))
  const result = await one(file('payments.csv', content))
  assert.deepEqual(counts(result), { read: 4, accepted: 2, duplicate: 0, rejected: 2 })
  assert.ok(
    rejects(result).every(({ wrong, value }) => wrong!.startsWith('longer than') && value!.length <= 200),
  )
  const json = file('payments.jsonl', `{"payment_id":"${long}"}\n{"payment_id":"p9"}\n`)
  assert.deepEqual(counts((await run([{ path: json, table: 'payments' }]))[0]!), {
    read: 2,
    accepted: 0,
    duplicate: 0,
    rejected: 2,
  })
})

test('folders are walked in the order of names, and two files of one name keep their own rejects', async () => {
  mkdirSync(join(folder, 'in', 'a'), { recursive: true })
  mkdirSync(join(folder, 'in', 'b'))
  const bad = csv(line(1), line(2, { currency: 'XYZ' }))
  for (const name of ['in/b/payments.csv', 'in/a/payments.csv']) file(name, bad)
  file('in/_SUCCESS', '')
  const results = await run([{ path: join(folder, 'in') }])
  assert.deepEqual(
    results.map(result => [result.file, result.accepted, result.duplicate, result.rejected]),
    [
      [join(folder, 'in/a/payments.csv'), 1, 0, 1],
      [join(folder, 'in/b/payments.csv'), 0, 1, 1],
    ],
  )
  assert.notEqual(results[0]!.rejects_file, results[1]!.rejects_file)
  for (const result of results) assert.equal(rejects(result)[0]!.file, result.file)
})

test('lines that are not JSON objects, and keys that no column has, are rejected by row', async () => {
  const good = {
    customer_id: 'c1',
    kind: 'person',
    residence_country: 'AU',
    customer_since: '2020-01-01',
    overseas_ties: ['PH', 'TH'],
    occupation: null,
  }
  const lines = [
    JSON.stringify(good),
    '{"customer_id":"c2","kind":',
    '[]',
    '',
    JSON.stringify({ ...good, customer_id: 'c3', ocupation: 'x' }),
    JSON.stringify({ ...good, customer_id: 'c4', overseas_ties: [['PH']] }),
    JSON.stringify({ ...good, customer_id: 'c5', flags: ['a;b'] }),
    JSON.stringify({ ...good, Customer_ID: 'c6' }),
    JSON.stringify({ ...good, customer_id: 'c7', kind: true }),
    '{"customer_id":"c\\ud800"}',
    JSON.stringify({ ...good, customer_id: 'c8', overseas_ties: 'GB' }),
  ]
  const result = await one(file('customers.jsonl', lines.join('\r\n')))
  assert.deepEqual(counts(result), { read: 10, accepted: 2, duplicate: 0, rejected: 8 })
  const problems = rejects(result)
  assert.equal(
    problems.find(({ row }) => row === '4')?.right,
    'did you mean occupation instead of "ocupation"?',
  )
  assert.deepEqual(problems.find(({ row }) => row === '2')?.place, 'line 2')
  assert.equal((await book.customer('c1'))?.overseas_ties, 'PH;TH')
})

test('a number in JSON counts by its digits', async () => {
  const record = (id: string, amount: string) =>
    `{"payment_id":"${id}","booked_at":"2025-03-14T09:26:53Z","account_id":"a1","direction":"in","amount":${amount},"currency":"CLF","rail":"cash","status":"completed","utc_offset_minutes":600}`
  const lines = [
    record('p1', '0.1'),
    record('p2', '12345678901.2345'),
    record('p3', '1e3'),
    record('p4', '-1'),
  ]
  const result = await one(file('payments.ndjson', lines.join('\n')))
  assert.deepEqual(counts(result), { read: 4, accepted: 2, duplicate: 0, rejected: 2 })
  const found = await book.paymentsById(['p1', 'p2'])
  assert.deepEqual(
    found.map(payment => payment.amount),
    ['0.10', '12345678901.2345'],
  )
  assert.equal(found[0]!.utc_offset_minutes, '600')
})

test('typed Parquet columns are read as their canonical text', async () => {
  const connection = await book.connect()
  const path = join(folder, 'payments.parquet')
  await connection.run(`COPY (SELECT 'p' || i AS payment_id, TIMESTAMPTZ '2025-03-14 19:26:53.5+10' AS booked_at,
    i::BIGINT AS account_id, 'out' AS direction, 51.2::DOUBLE AS amount, 'AUD' AS currency,
    51.20::DECIMAL(12,4) AS amount_home, 'card' AS rail, 'completed' AS status, 5411.0::DOUBLE AS merchant_category_code,
    600::SMALLINT AS utc_offset_minutes FROM range(3) t(i)) TO '${path}'`)
  const customers = join(folder, 'customers.parquet')
  await connection.run(`COPY (SELECT 'c1' AS customer_id, 'person' AS kind, 'AU' AS residence_country,
    DATE '2020-01-01' AS customer_since, ['PH', 'TH'] AS overseas_ties, ['a;b'] AS flags
    UNION ALL SELECT 'c2', 'person', 'AU', DATE '2020-01-01', [], NULL) TO '${customers}'`)
  await connection.run(
    `COPY (SELECT 'p1' AS payment_id, 1.5::FLOAT AS amount) TO '${join(folder, 'float.parquet')}'`,
  )
  connection.closeSync()
  assert.deepEqual(counts(await one(path)), { read: 3, accepted: 3, duplicate: 0, rejected: 0 })
  const [payment] = await book.paymentsById(['p1'])
  assert.equal(payment!.booked_at, '2025-03-14T09:26:53.5Z')
  assert.equal(payment!.amount, '51.20')
  assert.equal(payment!.merchant_category_code, '5411')
  const result = await one(customers)
  assert.deepEqual(counts(result), { read: 2, accepted: 1, duplicate: 0, rejected: 1 })
  assert.equal(rejects(result)[0]!.field, 'flags')
  assert.equal((await one(join(folder, 'float.parquet'))).error?.code, 'unsupported-type')
})

test('single-precision Parquet amounts are read only by a profile that rounds them', async () => {
  const connection = await book.connect()
  const path = join(folder, 'single.parquet')
  await connection.run(
    `COPY (SELECT unnest([517.63, 201375.484375, 1.5, 3, 1e20])::FLOAT AS Betrag) TO '${path}'`,
  )
  connection.closeSync()
  const profile = (amount: string) =>
    file(
      'single.yaml',
      `profile: single
emit:
  - table: payments
    columns:
      payment_id: { template: '{row}' }
      booked_at: { value: '2025-03-14T09:26:53Z' }
      account_id: { value: a1 }
      direction: { value: out }
      amount: ${amount}
      currency: { value: SEK }
      rail: { value: transfer }
      status: { value: completed }
`,
    )
  const asItIs = await one(path, { profile: profile('{ column: Betrag }') })
  assert.deepEqual(counts(asItIs), { read: 5, accepted: 2, duplicate: 0, rejected: 3 })
  assert.deepEqual(
    rejects(asItIs).map(({ value }) => value),
    ['517.6300048828125', '201375.484375', '1.0000000200408773e+20'],
  )
  const rounded = await one(path, { profile: profile('{ column: Betrag, decimals: 2 }') })
  assert.deepEqual(counts(rounded), { read: 5, accepted: 2, duplicate: 2, rejected: 1 })
  const amounts = (await book.paymentsById(['1', '2', '3', '4'])).map(({ amount }) => amount)
  assert.deepEqual(amounts, ['517.63', '201375.48', '1.50', '3.00'])
})

test('no temporary file is left behind', async () => {
  await one(file('payments.csv', csv(line(1), 'broken')))
  const left = readdirSync(join(folder, 'data')).filter(name => name.startsWith('import-'))
  assert.deepEqual(left, [])
})

test('progress never goes back and counts the file as a whole', async () => {
  const seen: number[] = []
  let clock = 0
  const rows = Array.from({ length: 20_000 }, (_, n) => line(n))
  await one(file('payments.csv', csv(...rows)), {
    now: () => (clock += 500),
    onProgress: ({ fraction }) => seen.push(fraction ?? 0),
  })
  assert.ok(seen.length > 0)
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  )
  assert.ok(seen.every(fraction => fraction >= 0 && fraction <= 1))
})
