import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Document, parseDocument, Scalar } from 'yaml'
import { sourceOffset } from './scalar.ts'

const styles = [
  Scalar.PLAIN,
  Scalar.QUOTE_SINGLE,
  Scalar.QUOTE_DOUBLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
] as const

const word = fc.constantFrom(
  'rail',
  '==',
  '"card"',
  "'x'",
  '&&',
  '!(a',
  '||',
  '\\d',
  'é😀',
  '>=',
  '18',
  '#',
  ': y',
  '-',
)
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', '\n', '\n  ', '  ')), { minLength: 1, maxLength: 20 })
  .map(parts => parts.flat().join('').trim())

test('a character of a text is found in its file, however the text is written', () => {
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(...styles),
      fc.integer({ min: 20, max: 60 }),
      (value, style, lineWidth) => {
        const scalar = new Scalar(value)
        scalar.type = style
        const file = new Document({ before: 1, list: [{ gate: scalar }], after: 2 }).toString({ lineWidth })
        const node = parseDocument(file).getIn(['list', 0, 'gate'], true) as Scalar
        // A text that the library cannot write in this style comes back as something else.
        fc.pre(node.value === value)
        const read = value
        const offsets = [...read].map((_, index) => index).filter(index => /\S/.test(read[index]!))
        let before = -1
        for (const index of offsets) {
          const at = sourceOffset(file, node, index)
          const escaped = node.type === Scalar.QUOTE_DOUBLE && file[at] === '\\'
          assert.equal(file[escaped ? at + 1 : at], read[index], `${file}\n${index}`)
          assert.ok(at > before)
          before = at
        }
        const end = sourceOffset(file, node, read.length)
        assert.ok(end > before && end <= node.range![1])
      },
    ),
    { numRuns: 500 },
  )
})
