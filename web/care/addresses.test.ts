import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { partsOf } from './addresses.ts'

test('addresses are found, and nothing of a text is lost', () => {
  const found = (text: string) =>
    partsOf(text)
      .filter(({ isAddress }) => isAddress)
      .map(part => part.text)
  assert.deepEqual(found('see https://example.org/a?b and www.example.org, or example.onion'), [
    'https://example.org/a?b',
    'www.example.org,',
    'example.onion',
  ])
  assert.deepEqual(found('Paid 10.00 on 3.4. by Mr. A.B.'), [])
  fc.assert(
    fc.property(fc.string(), text => {
      assert.equal(
        partsOf(text)
          .map(part => part.text)
          .join(''),
        text,
      )
    }),
  )
})
