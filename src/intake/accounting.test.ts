import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openBook } from '../book/book.ts'
import { importFiles } from './import.ts'

const header = 'payment_id,booked_at,account_id,direction,amount,currency,rail,status,reference_text'

/** Texts that CSV readers stumble over. */
const awkward = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', "'", '\n', '\r\n', '\\', '#', '\t', '\0'),
  minLength: 1,
  maxLength: 8,
})

function good(id: number, text: string, quote: boolean): string {
  const plain = !quote && !/[",\r\n]/.test(text)
  return `p${id},2025-03-14T09:26:53Z,a1,out,51.20,AUD,transfer,completed,${plain ? text : `"${text.replaceAll('"', '""')}"`}`
}

/**
 * Damage that a reader can tell on the line itself, so that it has to keep every other line. All but the blank ones
 * count as one row read.
 */
const damage: readonly ((row: string) => string | Buffer)[] = [
  row => row.split(',').slice(0, 5).join(','),
  row => `${row},more`,
  row => row.replace('AUD', 'AUDX'),
  row => row.replace('51.20', '51,20'),
  row => row.replace('51.20', ''),
  row => row.replace('Z,a1', ',a1'),
  row => row.replace('transfer', '"transfer"x'),
  row => Buffer.from(row.replace('a1', 'caf\u00e9'), 'latin1'),
  row => row.replace('a1', 'a\r1'),
  row => row.replace('a1', `a1${'x'.repeat(300)}`),
  () => '   ',
  () => ',,,,,,,,',
]

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('good' as const), text: awkward, quote: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('bad' as const), how: fc.nat(damage.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), of: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('blank' as const) }) },
)

test('whatever is damaged, every row is counted once and every good row is in the book', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom('\n', '\r\n'),
      async (steps, lineEnd) => {
        const folder = mkdtempSync(join(tmpdir(), 'lapwing-accounting-'))
        const book = await openBook(join(folder, 'data'))
        try {
          const texts = new Map<string, string>()
          const lines: (string | Buffer)[] = [header]
          const rows: string[] = []
          const expected = { read: 0, accepted: 0, duplicate: 0, rejected: 0 }
          for (const [id, next] of steps.entries()) {
            if (next.kind === 'blank') {
              lines.push('')
              continue
            }
            if (next.kind === 'again' && rows.length === 0) continue
            expected.read += 1
            if (next.kind === 'good') {
              const row = good(id, next.text, next.quote)
              texts.set(`p${id}`, next.text)
              rows.push(row)
              lines.push(row)
              expected.accepted += 1
            } else if (next.kind === 'again') {
              lines.push(rows[next.of % rows.length]!)
              expected.duplicate += 1
            } else {
              lines.push(damage[next.how]!(good(id, 'plain', false)))
              expected.rejected += 1
            }
          }
          const path = join(folder, 'payments.csv')
          writeFileSync(path, Buffer.concat(lines.flatMap(line => [Buffer.from(line), Buffer.from(lineEnd)])))
          const options = { rejectsDirectory: join(folder, 'rejects') }
          const [result] = await Array.fromAsync(importFiles(book, [{ path }], options))
          const { read, accepted, duplicate, rejected, error } = result!
          assert.equal(error, undefined)
          assert.deepEqual({ read, accepted, duplicate, rejected }, expected)
          const stored = await book.paymentsById([...texts.keys()])
          assert.deepEqual(
            new Map(stored.map(payment => [payment.payment_id, payment.reference_text])),
            texts,
          )
        } finally {
          book.close()
          rmSync(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('random bytes in the middle of a file never break the sum, nor cost rows elsewhere', async () => {
  const rows = Array.from({ length: 30 }, (_, id) => good(id, `text ${id}`, id % 3 === 0))
  const content = Buffer.from(`${[header, ...rows].join('\n')}\n`)
  const damageAt = fc.record({
    at: fc.integer({ min: header.length + 1, max: content.length - 1 }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 6 }),
      fc
        .constantFrom('"', '""', ',"', '",', '\r', '\n', '\r\n"')
        .map(text => new Uint8Array(Buffer.from(text))),
    ),
  })
  await fc.assert(
    fc.asyncProperty(damageAt, async ({ at, bytes }) => {
      const folder = mkdtempSync(join(tmpdir(), 'lapwing-accounting-'))
      const book = await openBook(join(folder, 'data'))
      try {
        const path = join(folder, 'payments.csv')
        writeFileSync(
          path,
          Buffer.concat([content.subarray(0, at), bytes, content.subarray(at + bytes.length)]),
        )
        const options = { rejectsDirectory: join(folder, 'rejects') }
        const [result] = await Array.fromAsync(importFiles(book, [{ path }], options))
        const { read, accepted, duplicate, rejected, error } = result!
        assert.equal(error, undefined)
        assert.equal(read, accepted + duplicate + rejected)
        // Six bytes touch at most two lines, and a quotation mark may take in a third.
        assert.ok(accepted >= rows.length - 3, `${accepted} accepted`)
      } finally {
        book.close()
        rmSync(folder, { recursive: true, force: true })
      }
    }),
    { numRuns: 40 },
  )
})
