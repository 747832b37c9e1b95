import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare } from './comparison.ts'
import { averagePrecision, curveOf, placesOf, precisionRatio } from './curve.ts'
import type { Pair } from './line.ts'
import { byTurns, ranked } from './ranking.ts'
import { resamplingOf, seeded } from './seeded.sample.ts'

const pair = (subject_id: string): Pair => ({ subject_kind: 'customer', subject_id, typology: 'x' })
const pairs = (ids: string) => [...ids].map(pair)
const ids = (list: readonly Pair[]) => list.map(({ subject_id }) => subject_id).join('')

test('average precision and the curve are what paper says', () => {
  // True at places 1, 3 and 4 of five; one is never named.
  const places = placesOf(pairs('AbCDe'), pairs('ACDZ'))
  assert.deepEqual(
    curveOf(places).map(({ alerts, recall, precision }) => [alerts, recall, precision]),
    [
      [1, 1 / 4, 1],
      [3, 2 / 4, 2 / 3],
      [4, 3 / 4, 3 / 4],
    ],
  )
  const { value, low, high } = averagePrecision(places, resamplingOf(1))
  assert.equal(value, (1 + 2 / 3 + 3 / 4) / 4)
  assert.ok(low < value && value < high)
})

test('precision at the same recall is the ratio of the queues that find as many', () => {
  const truth = pairs('ABC')
  // Lapwing has found two after two alerts, the other after six.
  const [own, other] = [pairs('ABxyzC'), pairs('AwxyzBC')].map(list => placesOf(list, truth))
  assert.equal(precisionRatio(own!, other!, 2, resamplingOf(1))?.ratio.value, 6 / 2)
  assert.equal(precisionRatio(own!, other!, 2, resamplingOf(1))?.found, 2)
  // At one alert both have found the first at once.
  assert.equal(precisionRatio(own!, other!, 1, resamplingOf(1))?.ratio.value, 1)
  // The other never finds more than one: then it is asked about one.
  const never = placesOf(pairs('vA'), truth)
  assert.deepEqual(
    [precisionRatio(own!, never, 6, resamplingOf(1))].map(each => [each?.found, each?.ratio.value]),
    [[1, 2]],
  )
  assert.equal(precisionRatio(own!, placesOf(pairs('vw'), truth), 6, resamplingOf(1)), undefined)
})

test('chance finds as much as its part of all that the cards look at', () => {
  const { lines } = compare(
    [{ detector: 'Lapwing', pairs: pairs('AB') }],
    pairs('ABcdefghij'),
    pairs('ABYZ'),
    [5],
    resamplingOf(1),
  )
  const value = (measure: string) =>
    lines.find(line => line.detector === 'chance' && line.measure === measure)?.value
  // Two of ten are true; five of them hold one on average, a quarter of the four.
  assert.equal(value('precision'), 2 / 10)
  assert.equal(value('recall'), 1 / 4)
  assert.equal(value('average_precision'), 1 / 10)
})

test('a ranking by score has every pair once, best first, and equals in no fixed order', () => {
  const scored = [...'abcde'].map((id, i) => ({ pair: pair(id), score: i < 3 ? 1 : i }))
  const orders = new Set(Array.from({ length: 40 }, (_, seed) => ids(ranked(scored, seeded(seed)))))
  assert.ok([...orders].every(order => order.startsWith('ed')))
  assert.equal(orders.size, 6)
})

test('lists taken by turns give every first before any second', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const lists = ['abc', 'd', 'ef'].map(list =>
        [...list].map((id, i) => ({ pair: pair(id), score: 10 - i })),
      )
      const order = ids(byTurns(lists, seeded(seed)))
      assert.equal([...order.slice(0, 3)].sort().join(''), 'ade')
      assert.equal([...order.slice(3, 5)].sort().join(''), 'bf')
      assert.equal(order.slice(5), 'c')
    }),
  )
})
