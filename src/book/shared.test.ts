import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Book } from './book.ts'
import { readBook } from './shared.ts'

test('whoever asks at about the same time shares one opening, and the folder is free again afterwards', async context => {
  const directory = mkdtempSync(join(tmpdir(), 'lapwing-shared-'))
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const seen: Book[] = []
  const ask = () =>
    readBook(directory, async book => {
      seen.push(book)
      return (await book.counts()).payments
    })
  assert.deepEqual(await Promise.all([ask(), ask()]), [0, 0])
  assert.equal(await ask(), 0)
  assert.equal(new Set(seen).size, 1)
  // Who still reads when the time is over is not cut off.
  const last = readBook(directory, async book => {
    context.mock.timers.tick(2_000)
    return (await book.counts()).payments
  })
  assert.equal(await last, 0)
  assert.equal(await ask(), 0)
  assert.equal(new Set(seen).size, 2)
})

test('a book that could not be opened is tried again', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lapwing-shared-')), 'file')
  writeFileSync(file, '')
  const ask = () => readBook(file, async book => book.counts())
  await assert.rejects(ask(), { code: 'book-not-writable' })
  await assert.rejects(ask(), { code: 'book-not-writable' })
})
