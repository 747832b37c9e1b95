import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { crowd, dayAt, look, planOf, rowsOf, unusualDeed } from '../detection/crowd.sample.ts'
import { openPool } from '../detection/pool.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import { withBook } from './book.sample.ts'
import { boostedTrees, foldsOf } from './boosted-trees.ts'
import { candidatesOf } from './candidates.ts'
import { delaysOf } from './delay.ts'
import { pairKey, subjectKey } from './line.ts'
import { patternPayments } from './pattern.ts'
import { publishedRules } from './published-rules.ts'
import { ranked } from './ranking.ts'
import { seeded } from './seeded.sample.ts'

test('a candidate has the most extreme value of each indicator over the payments that pass the gate', async () => {
  const own = [
    { customer_id: 'x', at: 3 + 9 / 24, amount: '400.00' },
    { customer_id: 'x', at: 4 + 21 / 24, amount: '30.00' },
    { customer_id: 'x', at: 5 + 23 / 24, amount: '900.00', status: 'reversed' as const },
  ]
  const isBooked = { kind: 'text', field: 'status', cel: 'status == "reversed"', holds: false } as const
  const low = planOf().indicators.map(indicator => ({ ...indicator, unusual: 'low' as const }))
  for (const [plan, expected] of [
    [planOf({ gate: isBooked }), [400, 21]],
    [planOf({ gate: isBooked, indicators: low }), [30, 9]],
  ] as const) {
    const { history } = await look(rowsOf([...crowd(), ...own]), [plan])
    const candidates = await candidatesOf(openPool(history, [plan], 1))
    assert.equal(candidates.length, 251)
    const x = candidates.find(({ subject_id }) => subject_id === 'x')!
    assert.deepEqual([...x.features], expected)
    assert.equal(x.typology, 'test')
  }
})

test('folds keep a subject whole and share the true ones out', () => {
  const plans = [planOf(), planOf({ card: 'another', typology: 'other' })]
  const candidates = Array.from({ length: 40 }, (_, i) => ({
    subject_kind: 'customer' as const,
    subject_id: `c${i % 30}`,
    typology: i < 30 ? 'test' : 'other',
    plan: plans[i < 30 ? 0 : 1]!,
    features: Float64Array.of(i),
  }))
  const isTrue = new Set(candidates.slice(0, 10).map(pairKey))
  const folds = foldsOf(candidates, isTrue, seeded(1))
  assert.equal(folds.size, 30)
  const trueIn = Map.groupBy(candidates.slice(0, 10), each => folds.get(subjectKey(each))!)
  assert.deepEqual(
    [...trueIn.values()].map(each => each.length),
    [2, 2, 2, 2, 2],
  )
})

test('boosted trees find what their labels teach, and labels of chance teach nothing', async t => {
  const random = seeded(5)
  const plan = planOf()
  const candidates = Array.from({ length: 200 }, (_, i) => ({
    subject_kind: 'customer' as const,
    subject_id: `c${i}`,
    typology: plan.typology,
    plan,
    features: Float64Array.of(random(), i % 7 === 0 ? Number.NaN : random()),
  }))
  const labels = [
    new Set(candidates.filter(({ features }) => features[0]! > 0.85).map(pairKey)),
    new Set(candidates.filter(() => random() > 0.85).map(pairKey)),
  ]
  const shares: number[] = []
  for (const isTrue of labels) {
    const trees = await boostedTrees(candidates, isTrue, { python: '/usr/bin/python3', seed: 1, random })
    if (trees.kind === 'absent') return t.skip(trees.reason)
    const best = ranked(trees.scored, random).slice(0, isTrue.size)
    shares.push(best.filter(each => isTrue.has(pairKey(each))).length / isTrue.size)
  }
  assert.ok(shares[0]! > 0.9, `taught: ${shares[0]}`)
  // Scored by models that had seen them, most of these would be found.
  assert.ok(shares[1]! < 0.5, `chance: ${shares[1]}`)
})

test('without the package the trees are absent, and it is said why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-python-'))
  const bare = join(folder, 'python3')
  // An interpreter that looks for packages nowhere.
  await writeFile(bare, '#!/bin/sh\nexec /usr/bin/python3 -I -S "$@"\n', { mode: 0o755 })
  try {
    for (const python of ['/nowhere/python3', bare]) {
      const trees = await boostedTrees([], new Set(), { python, seed: 1, random: seeded(1) })
      assert.equal(trees.kind, 'absent')
      assert.match(trees.kind === 'absent' ? trees.reason : '', /xgboost/)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('published rules count what matches in the busiest stretch, and nothing else', async () => {
  const abroad = { counterparty_id: 'p', counterparty_country: 'TH', rail: 'remittance' as const }
  const deeds = [
    ...[0, 10, 20, 25, 70].map(at => ({ customer_id: 'x', at, amount: '100.00', ...abroad })),
    { customer_id: 'x', at: 21, amount: '9.99', ...abroad },
    { customer_id: 'x', at: 22, amount: '100.00', ...abroad, counterparty_country: 'AU' },
    { customer_id: 'x', at: 23, amount: '100.00', ...abroad, status: 'reversed' as const },
    { customer_id: 'y', at: 3, amount: '500.00', ...abroad },
    { customer_id: 'z', at: 3, amount: '500.01', ...abroad },
  ]
  await withBook(rowsOf(deeds), async book => {
    const lists = await publishedRules(book, new Set(['live-distance-payer', 'facilitator-payee']))
    assert.deepEqual(
      lists.map(list => list.map(({ pair, score }) => [pair.typology, pair.subject_id, score])),
      [
        [
          ['live-distance-payer', 'x', 4],
          ['live-distance-payer', 'y', 1],
        ],
        [['facilitator-payee', 'p', 5]],
      ],
    )
    assert.deepEqual(await publishedRules(book, new Set(['unheard-of'])), [])
  })
})

test('payments of the pattern are those the card looks at, from the first of the truth to the alert', async () => {
  const plan = planOf({
    gate: { kind: 'text', field: 'direction', cel: 'direction == "out"', holds: true },
  })
  const own = [
    unusualDeed('x', 2),
    unusualDeed('x', 4),
    { ...unusualDeed('x', 5), direction: 'in' as const },
    { ...unusualDeed('x', 6), at: 6.5 },
    unusualDeed('x', 9),
  ]
  const rows = rowsOf([...crowd(60), ...own])
  const at = (day: number) =>
    rows.payments.findLast(({ booked_at }) => booked_at.startsWith(dayAt(day).slice(0, 10)))!
  const row = {
    subject_kind: 'customer' as const,
    subject_id: 'x',
    typology: 'test',
    first_at: at(4).booked_at,
    last_at: at(9).booked_at,
  }
  const delays = delaysOf([row], [{ ...row, raised_at: at(6).booked_at }])
  await withBook(rows, async book => {
    const paymentsOf = await patternPayments(book, [plan], delays, 'AUD')
    assert.equal(paymentsOf(delays[0]!), 2)
    const [from, to] = [parseInstant(row.first_at)!, parseInstant(at(6).booked_at)!]
    assert.equal(delays[0]!.days, (to - from) / microsPerDay)
    const other = { ...delays[0]!, truth: { ...row, subject_id: 'nobody' } }
    assert.equal(paymentsOf(other), undefined)
  })
})
