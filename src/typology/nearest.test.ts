import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestWord } from './nearest.ts'

test('the nearest word is the one that few slips of the hand lead from', () => {
  const words = ['customer', 'counterparty', 'rail', 'status']
  assert.equal(nearestWord('custmer', words), 'customer')
  assert.equal(nearestWord('cuonterparty', words), 'counterparty')
  assert.equal(nearestWord('Rial', words), 'rail')
  assert.equal(nearestWord('statuss', words), 'status')
})

test('a word that is near to none has no nearest', () => {
  assert.equal(nearestWord('amount', ['customer', 'rail']), undefined)
  assert.equal(nearestWord('x', ['rail']), undefined)
  assert.equal(nearestWord('rail', []), undefined)
})
