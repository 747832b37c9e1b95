import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBook } from '../../src/book/book.ts'
import { importFiles } from '../../src/intake/import.ts'
import { substream } from '../../src/world/random.ts'

const kills = 4
const files = 3
const rowsPerFile = 40_000

let folder: string
let paths: string[]

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapwing-killed-'))
  paths = Array.from({ length: files }, (_, file) => {
    const path = join(folder, `payments-${file}.csv`)
    const lines = ['payment_id,booked_at,account_id,direction,amount,currency,rail,status,reference_text']
    for (let row = 0; row < rowsPerFile; row++) {
      // Every hundredth row is wrong, and one line is no record, so that the copy and the rejects are made too.
      const currency = row % 100 === 99 ? 'XYZ' : 'AUD'
      lines.push(`p${file}-${row},2025-03-14T09:26:53Z,a1,out,51.20,${currency},card,completed,row ${row}`)
    }
    lines.push('broken')
    writeFileSync(path, `${lines.join('\n')}\n`)
    return path
  })
})
after(() => rmSync(folder, { recursive: true, force: true }))

const wrongPerFile = rowsPerFile / 100 + 1
const goodPerFile = rowsPerFile + 1 - wrongPerFile

function startImport(data: string) {
  const script = `
    import { openBook } from ${JSON.stringify(new URL('../../src/book/book.ts', import.meta.url).href)}
    import { importFiles } from ${JSON.stringify(new URL('../../src/intake/import.ts', import.meta.url).href)}
    const book = await openBook(${JSON.stringify(data)})
    const requests = ${JSON.stringify(paths)}.map(path => ({ path }))
    console.log('start')
    for await (const result of importFiles(book, requests, { rejectsDirectory: ${JSON.stringify(join(data, 'rejects'))} })) {
      console.log('done')
    }
    book.close()`
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('an import killed at any moment leaves whole files, and importing again completes the book', async context => {
  const seed = Number(process.env.LAPWING_SEED ?? Date.now() % 1_000_000)
  context.diagnostic(`LAPWING_SEED=${seed}`)
  const random = substream(seed, 'kills')

  // How long an undisturbed import takes here, so that the kills fall all over it.
  const undisturbed = startImport(join(folder, 'undisturbed'))
  await once(undisturbed.stdout, 'data')
  const started = performance.now()
  await once(undisturbed, 'exit')
  const millis = performance.now() - started

  let interrupted = 0
  for (let kill = 0; kill < kills; kill++) {
    const data = join(folder, `data-${kill}`)
    const child = startImport(data)
    let finished = 0
    await once(child.stdout, 'data')
    child.stdout.on('data', chunk => {
      finished += String(chunk).split('done').length - 1
    })
    const exited = once(child, 'exit')
    await sleep(random() * millis)
    child.kill('SIGKILL')
    const [, signal] = await exited
    if (signal === 'SIGKILL') interrupted += 1

    const book = await openBook(data)
    const { payments } = await book.counts()
    assert.equal(payments % goodPerFile, 0, `files are whole: ${payments} payments`)
    assert.ok(payments >= finished * goodPerFile, 'a file that was reported done is in the book')
    const already = payments / goodPerFile
    const results = await Array.fromAsync(
      importFiles(
        book,
        paths.map(path => ({ path })),
        { rejectsDirectory: join(data, 'rejects') },
      ),
    )
    for (const [index, { error, read, accepted, duplicate, rejected }] of results.entries()) {
      assert.equal(error, undefined)
      const expected =
        index < already ? { accepted: 0, duplicate: goodPerFile } : { accepted: goodPerFile, duplicate: 0 }
      assert.deepEqual(
        { read, accepted, duplicate, rejected },
        { read: rowsPerFile + 1, ...expected, rejected: wrongPerFile },
      )
    }
    assert.equal((await book.counts()).payments, files * goodPerFile)
    book.close()
    const left = readdirSync(data).filter(name => name.startsWith('import-'))
    assert.deepEqual(left, [], 'what the killed process left is cleared away')
  }
  assert.ok(interrupted > 0, 'some import was still running when it was killed')
})
