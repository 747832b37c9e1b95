import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { pad, safe, widthOf, wrap } from './width.ts'

test('wide characters take two columns, combining marks none', () => {
  assert.equal(widthOf('Maria'), 5)
  assert.equal(widthOf('東京'), 4)
  assert.equal(widthOf('한글'), 4)
  assert.equal(widthOf('e\u0301tude'), 5)
  assert.equal(widthOf('नि'), 1)
  assert.equal(widthOf('👩‍👧'), 2)
  assert.equal(widthOf('█▌'), 2)
})

test('padding fills to the columns that are seen', () => {
  assert.equal(pad('東京', 6), '東京  ')
  assert.equal(pad('51.20', 8, 'right'), '   51.20')
  assert.equal(pad('longer', 3), 'longer')
})

test('a line breaks at spaces, and a word too long is cut', () => {
  assert.deepEqual(wrap('paid six payees in one night', 10), ['paid six', 'payees in', 'one night'])
  assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij'])
  assert.deepEqual(wrap('東京都', 4), ['東京', '都'])
  assert.deepEqual(wrap('', 4), [''])
})

test('no line is wider than it may be, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 2, max: 40 }),
      (text, columns) => {
        const lines = wrap(text, columns)
        for (const line of lines) assert.ok(widthOf(line) <= columns, JSON.stringify(line))
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
      },
    ),
  )
})

test('text from a file cannot drive the terminal or turn the line around', () => {
  assert.equal(safe('a\x1b[31mred\u202Eb\nc'), 'a\uFFFD[31mred\uFFFDb\uFFFDc')
})
