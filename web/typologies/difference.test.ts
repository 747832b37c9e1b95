import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { differenceOf, nearChanges } from './difference.ts'

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  .map(lines => lines.join('\n'))

test('from a difference both texts can be read again, and two alike have none', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = differenceOf(before, after)
      const without = (kind: string) =>
        lines
          .filter(each => each.kind !== kind)
          .map(each => each.text)
          .join('\n')
      assert.equal(without('added'), before)
      assert.equal(without('removed'), after)
      assert.equal(
        lines.every(each => each.kind === 'same'),
        before === after,
      )
    }),
  )
})

test('one changed line is one removed and one added, shown with the lines around it', () => {
  const before = ['1', '2', '3', '4', '5', '6', '7'].join('\n')
  const lines = differenceOf(before, before.replace('4', 'four'))
  const shown = nearChanges(lines, 1).map(({ line }) => line && `${line.kind} ${line.text}`)
  assert.deepEqual(shown, [undefined, 'same 3', 'removed 4', 'added four', 'same 5', undefined])
  assert.deepEqual(nearChanges(differenceOf(before, before), 1), [])
})
