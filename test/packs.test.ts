import assert from 'node:assert/strict'
import test from 'node:test'
import { lapwing, objects } from './e2e/lapwing.ts'

test('the reference cards tell each of their examples apart, among ordinary people', async context => {
  const { code, out, err } = await lapwing(['packs', 'test', '--json'])
  const results = objects(out)
  for (const result of results) {
    const { card, example, expected, found, score_bans: score, cut_bans: cut, reasons } = result
    await context.test(`${card}/${example}: ${expected}`, () => {
      assert.equal(found, expected, `score ${score}, cut ${cut}, ${JSON.stringify(reasons)}`)
    })
  }
  await context.test('the exit code says whether all came out as expected', () => {
    assert.equal(code, results.every(({ expected, found }) => expected === found) ? 0 : 1, err)
    assert.ok(results.length > 0, err)
  })
  await context.test('every card has examples of both kinds', () => {
    const cards = Map.groupBy(results, ({ card }) => card)
    assert.equal(cards.size, 13)
    for (const [card, own] of cards) {
      const count = (expected: string) => own.filter(result => result.expected === expected).length
      assert.ok(count('alert') >= 2 && count('none') >= 4, String(card))
    }
  })
})
