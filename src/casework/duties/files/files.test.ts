import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { eq, sql } from '../../../store/drizzle.ts'
import { caseFiles } from '../../../store/tables/obligations.ts'
import { openWorkplace, sampleCase, type Workplace } from '../duties.sample.ts'
import { archive, pdf } from './content.sample.ts'
import { decryptFile, encryptFile, type FileKeys, readFileKeys } from './encryption.ts'
import { addFile, type FileKind, fileBytesMaxByDefault, listFiles, readFile } from './files.ts'
import { mediaTypeOf } from './mediaType.ts'

const keys = readFileKeys(
  'keys',
  `k2 ${Buffer.alloc(32, 2).toString('base64')}\nk1 ${Buffer.alloc(32, 1).toString('base64')}\n`,
)
const word = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml']
const sheet = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml']

describe('what a file is', () => {
  test('is told by its content', () => {
    for (const [name, bytes, type] of [
      ['letter.pdf', pdf(), 'application/pdf'],
      ['list.csv', Buffer.from('BM,amount\nü,1\n'), 'text/csv'],
      ['chat.txt', Buffer.from('\ufeffWords.'), 'text/plain'],
      ['memo.docx', archive(word), /wordprocessingml/],
      ['list.xlsx', archive(sheet), /spreadsheetml/],
    ] as const) {
      const told = mediaTypeOf(name, bytes)
      if (typeof type === 'string') assert.equal(told, type)
      else assert.match(told, type)
    }
  })

  test('no picture is taken, whatever it is called and wherever it stands', () => {
    const start = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), randomBytes(64)])
    for (const [name, bytes] of [
      ['a.pdf', start('89504e470d0a1a0a')],
      ['a.txt', start('ffd8ffe0')],
      ['a.csv', start('474946383961')],
      ['a.txt', start('424d0000000000000000')],
      ['a.txt', start('52494646000000005745425056503820')],
      ['a.pdf', start('00000018667479706865696300000000')],
      ['a.txt', start('1a45dfa3')],
      ['a.pdf', pdf('/Subtype /Image')],
      ['a.pdf', pdf('/Subtype/Im#61ge')],
      ['a.docx', archive([...word, 'word/media/image1.png'])],
      ['a.docx', archive([...word, 'docProps/thumbnail.jpeg'])],
      ['a.txt', Buffer.from('see data:image/png;base64,AAAA')],
      ['a.txt', Buffer.from('x\r\nContent-Type: image/jpeg\r\n')],
    ] as const) {
      assert.throws(
        () => mediaTypeOf(name, bytes),
        { code: 'file-picture', message: /holds no images/ },
        name,
      )
    }
  })

  test('no archive, program, markup or other content is taken', () => {
    for (const [name, bytes, code] of [
      ['a.docx', archive(['word/document.xml']), 'file-archive'],
      ['a.zip', archive(['list.csv']), 'file-archive'],
      ['a.docx', Buffer.concat([archive(word), Buffer.from('x')]), 'file-archive'],
      ['a.docx', archive(word, { encrypted: true }), 'file-archive'],
      ['a.csv', Buffer.from('1f8b080000000000', 'hex'), 'file-archive'],
      ['a.docx', archive([...word, 'word/vbaProject.bin']), 'file-type'],
      ['a.txt', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'file-type'],
      ['a.txt', Buffer.from([0x4d, 0x5a, 0x90, 0x00]), 'file-type'],
      ['a.txt', Buffer.from([0xc3, 0x28]), 'file-type'],
      ['a.txt', Buffer.from('  '), 'file-type'],
      ['a.pdf', pdf().subarray(0, 20), 'file-type'],
      ['a.pdf', Buffer.concat([pdf(), Buffer.from('PK')]), 'file-type'],
      ['a.txt', pdf(), 'file-name'],
      ['a.exe', Buffer.from('words'), 'file-name'],
    ] as const) {
      assert.throws(() => mediaTypeOf(name, bytes), { code }, `${name} ${code}`)
    }
  })

  test('whatever comes in, it is told or refused, and never fails otherwise', () => {
    const beginnings = ['PK\x03\x04', '%PDF-1.7', '', 'PK\x05\x06']
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 200 }), (begin, rest) => {
        const bytes = Buffer.concat([Buffer.from(begin, 'latin1'), rest])
        try {
          mediaTypeOf('a.txt', bytes)
        } catch (error) {
          assert.match((error as { code: string }).code, /^file-/)
        }
      }),
    )
  })
})

describe('a file at rest', () => {
  const about = { case_id: 'c', file_id: 'f' }
  const nonce = Buffer.alloc(12, 7)

  test('comes back as it was, under an older key too', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('k1', 'k2'), (bytes, current) => {
        const encrypted = encryptFile({ ...keys, current }, nonce, bytes, about)
        assert.equal(encrypted.keyId, current)
        assert.deepEqual(decryptFile(keys, encrypted, about), Buffer.from(bytes))
      }),
    )
  })

  test('does not open once anything of it was changed, or in another place, or by another key', () => {
    const encrypted = encryptFile(keys, nonce, Buffer.from('words of a case'), about)
    fc.assert(
      fc.property(fc.nat(encrypted.content.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const content = Buffer.from(encrypted.content)
        content[at]! ^= by
        assert.throws(() => decryptFile(keys, { ...encrypted, content }, about), { code: 'file-damaged' })
      }),
    )
    const short = { ...encrypted, content: encrypted.content.subarray(0, 4) }
    assert.throws(() => decryptFile(keys, short, about), { code: 'file-damaged' })
    for (const other of [
      { ...about, case_id: 'd' },
      { ...about, file_id: 'g' },
    ]) {
      assert.throws(() => decryptFile(keys, encrypted, other), { code: 'file-damaged' })
    }
    assert.throws(() => decryptFile(keys, { ...encrypted, keyId: 'k1' }, about), { code: 'file-damaged' })
    assert.throws(() => decryptFile(keys, { ...encrypted, keyId: 'k0' }, about), { code: 'file-key-missing' })
  })

  test('keys that are none are refused by their line, without a word of them', () => {
    for (const text of [
      '',
      'k1 short',
      'k1',
      'k1 secret-secret-secret-secret-secret-secret-12',
      'k1 a\nk1 b',
    ]) {
      assert.throws(
        () => readFileKeys('keys', text),
        (error: Error & { code?: string }) =>
          error.code === 'file-key-invalid' && !/secret/.test(JSON.stringify(error) + error.message),
      )
    }
    assert.deepEqual([keys.current, [...keys.keys.keys()]], ['k2', ['k2', 'k1']])
  })
})

describe('files of a case', () => {
  let place: Workplace
  before(async () => {
    place = await openWorkplace()
  })
  after(() => place.office.store.close())

  const investigation = { purpose: 'investigation' } as const
  const rules = { keys, bytesMax: fileBytesMaxByDefault }
  const add = (kind: FileKind, of: { case_id: string }, content: Buffer, name = 'note.txt') =>
    place.desks.investigator.perform(addFile(kind, rules), { ...of, name, content })

  test('are kept encrypted and come back whole', async () => {
    const of = await sampleCase(place.office)
    const content = Buffer.from('A very distinct sentence of the customer.')
    const added = await add('file', of, content, 'Brief über alles.txt')
    assert.equal(added.hash, createHash('sha256').update(content).digest('hex'))
    const stored = await place.office.store.transaction(async transaction => {
      const [row] = await transaction.select().from(caseFiles).where(eq(caseFiles.fileId, added.file_id))
      return row!
    })
    assert.ok(!Buffer.from(stored.content).includes('distinct'))
    const { file_id } = added
    const read = await place.desks.analyst.perform(readFile('file', rules), { ...of, file_id }, investigation)
    assert.deepEqual(read.content, content)
    const elsewhere = { ...(await sampleCase(place.office)), file_id }
    await assert.rejects(place.desks.analyst.perform(readFile('file', rules), elsewhere, investigation), {
      code: 'not-found',
    })
  })

  test('that were moved to another case in the store do not open', async () => {
    const [of, other] = [await sampleCase(place.office), await sampleCase(place.office)]
    const { file_id } = await add('file', of, Buffer.from('words'))
    await place.office.store.transaction(transaction =>
      transaction.execute(sql`UPDATE case_files SET case_id = ${other.case_id} WHERE file_id = ${file_id}`),
    )
    const read = place.desks.analyst.perform(readFile('file', rules), { ...other, file_id }, investigation)
    await assert.rejects(read, { code: 'file-damaged' })
  })

  test('of a report are for those alone who may know of it', async () => {
    const of = await sampleCase(place.office)
    const { file_id } = await add('report-file', of, Buffer.from('draft'))
    const { analyst, officer } = place.desks
    assert.deepEqual(await analyst.perform(listFiles('file'), of, investigation), { items: [] })
    for (const kind of ['file', 'report-file'] as const) {
      await assert.rejects(analyst.perform(readFile(kind, rules), { ...of, file_id }, investigation), {
        code: 'not-found',
      })
    }
    await assert.rejects(analyst.perform(listFiles('report-file'), of, investigation), { code: 'not-found' })
    assert.equal((await officer.perform(listFiles('report-file'), of, investigation)).items.length, 1)
  })

  test('are refused when they are too large, badly named, or cannot be encrypted', async () => {
    const of = await sampleCase(place.office)
    const large = Buffer.alloc(rules.bytesMax + 1, 'a')
    await assert.rejects(add('file', of, large), { code: 'file-large' })
    assert.equal((await add('file', of, large.subarray(1))).size_bytes, rules.bytesMax)
    for (const name of ['../a.txt', 'a\n.txt', '', `${'a'.repeat(200)}.txt`]) {
      await assert.rejects(add('file', of, Buffer.from('words'), name), { code: 'file-name' })
    }
    const without = addFile('file', { ...rules, keys: undefined as FileKeys | undefined })
    const file = { ...of, name: 'a.txt', content: Buffer.from('words') }
    await assert.rejects(place.desks.investigator.perform(without, file), { code: 'file-key-missing' })
    await assert.rejects(place.desks.analyst.perform(addFile('file', rules), file), { code: 'not-found' })
  })
})
