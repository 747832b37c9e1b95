import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LapwingError } from '../domain/errors.ts'
import { type EvaluatedAlert, evaluate } from './evaluate.ts'
import type { EvaluationLine } from './line.ts'
import { resamplingOf, seeded } from './seeded.sample.ts'
import { parseTruth, readTruth, type TruthRow } from './truth.ts'

const day = (number: number) => new Date(Date.UTC(2025, 0, 1 + number)).toISOString().replace('.000', '')
const kinds = fc.constantFrom('customer' as const, 'counterparty' as const)
const subject = {
  subject_kind: kinds,
  subject_id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  typology: fc.constantFrom('x', 'y'),
}
const truths: fc.Arbitrary<TruthRow[]> = fc.uniqueArray(
  fc.record({ ...subject, first_at: fc.nat(50).map(day), last_at: fc.constant(day(90)) }),
  { selector: row => `${row.subject_kind} ${row.subject_id} ${row.typology}` },
)
const alertLists: fc.Arbitrary<EvaluatedAlert[]> = fc.array(
  fc.record({ ...subject, score_bans: fc.integer({ min: 0, max: 4 }), raised_at: fc.nat(90).map(day) }),
)

const line = (lines: readonly EvaluationLine[], measure: string, budget?: number, typology?: string) =>
  lines.find(
    each =>
      each.measure === measure &&
      each.budget === budget &&
      each.typology === typology &&
      each.group === undefined,
  )

test('recall and precision equal what a person counts by hand', () => {
  fc.assert(
    fc.property(
      truths,
      alertLists,
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      (truth, alerts, budget, seed) => {
        const lines = evaluate({
          alerts,
          truth,
          budgets: [budget],
          resampling: { random: seeded(seed), resamples: 20 },
        })
        const better = (one: EvaluatedAlert, other: EvaluatedAlert) =>
          one.score_bans > other.score_bans ||
          (one.score_bans === other.score_bans && one.raised_at < other.raised_at)
        // Alerts that no order of equals could leave out, and those that some order could take in.
        const surely = alerts.filter(
          alert => alerts.filter(other => other !== alert && !better(alert, other)).length < budget,
        )
        const maybe = alerts.filter(alert => alerts.filter(other => better(other, alert)).length < budget)
        for (const typology of [undefined, 'x', 'y']) {
          const wanted = truth.filter(row => typology === undefined || row.typology === typology)
          const share = (pool: EvaluatedAlert[], strict: boolean) =>
            wanted.filter(row =>
              pool.some(
                alert =>
                  alert.subject_id === row.subject_id &&
                  alert.subject_kind === row.subject_kind &&
                  (!strict || alert.typology === row.typology),
              ),
            ).length / wanted.length
          for (const [measure, strict] of [
            ['recall', true],
            ['recall_any_typology', false],
          ] as const) {
            const got = line(lines, measure, budget, typology)
            assert.equal(got === undefined, wanted.length === 0)
            if (got === undefined) continue
            assert.ok(got.value >= share(surely, strict) && got.value <= share(maybe, strict))
            assert.equal(got.n, wanted.length)
            if (surely.length === maybe.length) assert.equal(got.value, share(surely, strict))
          }
        }
        if (surely.length === maybe.length && alerts.length > 0) {
          const right = surely.filter(alert =>
            truth.some(
              row =>
                row.subject_id === alert.subject_id &&
                row.subject_kind === alert.subject_kind &&
                row.typology === alert.typology,
            ),
          )
          assert.equal(line(lines, 'precision', budget)?.value, right.length / surely.length)
          assert.equal(line(lines, 'precision', budget)?.n, surely.length)
        }
      },
    ),
  )
})

test('days to alert run from the first payment to the earliest alert that names the subject rightly', () => {
  fc.assert(
    fc.property(truths, alertLists, (truth, alerts) => {
      const lines = evaluate({ alerts, truth, budgets: [], resampling: { random: seeded(1), resamples: 5 } })
      const days = truth
        .map(row => {
          const raised = alerts
            .filter(
              each =>
                each.subject_kind === row.subject_kind &&
                each.subject_id === row.subject_id &&
                each.typology === row.typology,
            )
            .map(each => Date.parse(each.raised_at))
          return raised.length === 0
            ? undefined
            : (Math.min(...raised) - Date.parse(row.first_at)) / 86_400_000
        })
        .filter(each => each !== undefined)
        .sort((one, other) => one - other)
      assert.equal(line(lines, 'found')?.value ?? 0, days.length)
      const middle = (days[Math.floor((days.length - 1) / 2)]! + days[Math.ceil((days.length - 1) / 2)]!) / 2
      assert.equal(line(lines, 'median_days_to_alert')?.value, days.length === 0 ? undefined : middle)
    }),
  )
})

test('a larger budget never finds less, and no interval leaves the possible', () => {
  fc.assert(
    fc.property(truths, alertLists, fc.nat(), (truth, alerts, seed) => {
      const budgets = [1, 2, 4, 8, 16]
      const lines = evaluate({ alerts, truth, budgets, resampling: { random: seeded(seed), resamples: 30 } })
      const recalls = budgets.map(budget => line(lines, 'recall', budget)?.value ?? 0)
      assert.deepEqual(
        recalls,
        recalls.toSorted((one, other) => one - other),
      )
      for (const each of lines) {
        assert.ok(each.low <= each.high)
        if (each.budget !== undefined) assert.ok(each.low >= 0 && each.high <= 1, each.measure)
      }
    }),
  )
})

test('lift, false positives and their ratio are what paper says', () => {
  // 100 young and 900 older customers; one young and three older ones are true. Six alerts: two right, and wrong on two young
  // and two older ones.
  const ids = Array.from({ length: 1_000 }, (_, i) => `c${i}`)
  const groupOf = new Map(ids.map((id, i) => [id, i < 100 ? 'young' : 'older']))
  const truth: TruthRow[] = ['c0', 'c500', 'c501', 'c502'].map(subject_id => {
    return { subject_kind: 'customer', subject_id, typology: 'x', first_at: day(0), last_at: day(9) }
  })
  const alerts: EvaluatedAlert[] = ['c0', 'c500', 'c1', 'c2', 'c600', 'c601'].map((subject_id, i) => {
    return { subject_kind: 'customer', subject_id, typology: 'x', score_bans: 9 - i, raised_at: day(i) }
  })
  const lines = evaluate({
    alerts,
    truth,
    budgets: [6],
    resampling: resamplingOf(1),
    population: {
      subjects: { customer: 1_000, counterparty: 0 },
      groupings: [{ name: 'age', groups: ['young', 'older'], groupOf }],
    },
    paymentsOf: ({ days }) => days + 1,
  })
  const value = (measure: string, group?: string) => {
    const found = lines.filter(each => each.measure === measure && each.group === group && !each.typology)
    assert.equal(found.length, 1, measure)
    return [found[0]!.value, found[0]!.n]
  }
  const near = ([got, n]: number[], expected: number, rests: number) => {
    assert.ok(Math.abs(got! - expected) < 1e-12 * expected, `${got} is not ${expected}`)
    assert.equal(n, rests)
  }
  near(value('precision'), 2 / 6, 6)
  near(value('lift'), 2 / 6 / (4 / 1_000), 6)
  near(value('lift', 'age: young'), 1 / 3 / (1 / 100), 3)
  near(value('false_positive_rate', 'age: young'), 2 / 99, 99)
  near(value('false_positive_rate', 'age: older'), 2 / 897, 897)
  near(value('false_positive_ratio', 'age: young'), 2 / 99 / (2 / 897), 99)
  near(value('false_positive_ratio', 'age: older'), 2 / 897 / (2 / 99), 897)
  near(value('median_days_to_alert'), 0.5, 2)
  near(value('upper_quartile_days_to_alert'), 0.75, 2)
  near(value('median_payments_to_alert'), 1.5, 2)
})

test('lift of a mixed queue takes each kind of subject by its own chance', () => {
  const truth: TruthRow[] = (['customer', 'counterparty'] as const).map(subject_kind => {
    return { subject_kind, subject_id: 'a', typology: subject_kind, first_at: day(0), last_at: day(0) }
  })
  const alerts = truth.map(({ subject_kind, subject_id, typology }) => {
    return { subject_kind, subject_id, typology, score_bans: 1, raised_at: day(0) }
  })
  const lines = evaluate({
    alerts,
    truth,
    budgets: [2],
    resampling: resamplingOf(1),
    population: { subjects: { customer: 10, counterparty: 40 }, groupings: [] },
  })
  const lift = line(lines, 'lift', 2)!
  assert.equal(lift.value, 1 / ((1 / 10 + 1 / 40) / 2))
  assert.equal(line(lines, 'lift', 2, 'counterparty')!.value, 40)
})

test('the same random numbers give the same lines, and groups are reported apart', () => {
  const truth: TruthRow[] = ['a', 'b', 'c', 'd'].map(subject_id => ({
    subject_kind: 'customer',
    subject_id,
    typology: 'x',
    first_at: day(0),
    last_at: day(9),
  }))
  const alerts: EvaluatedAlert[] = ['a', 'b', 'z'].map((subject_id, at) => ({
    subject_kind: 'customer',
    subject_id,
    typology: 'x',
    score_bans: 5 - at,
    raised_at: day(3),
  }))
  const letters = new Map(['a', 'b', 'c', 'd', 'z'].map(id => [id, id < 'c' ? 'first' : 'second']))
  const run = (seed: number) =>
    evaluate({
      alerts,
      truth,
      budgets: [3],
      resampling: { random: seeded(seed), resamples: 1_000 },
      population: {
        subjects: { customer: 5, counterparty: 0 },
        groupings: [{ name: 'letter', groups: ['first', 'second'], groupOf: letters }],
      },
    })
  assert.deepEqual(run(3), run(3))
  const byGroup = run(3).filter(each => each.measure === 'recall' && each.group !== undefined)
  assert.deepEqual(
    byGroup.map(each => [each.group, each.value, each.n]),
    [
      ['letter: first', 1, 2],
      ['letter: second', 0, 2],
    ],
  )
  const overall = line(run(3), 'recall', 3)!
  assert.equal(overall.value, 0.5)
  assert.ok(overall.low < 0.5 && overall.high > 0.5)
})

test('a truth is read with its columns in any order, and a wrong line is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-truth-'))
  try {
    const path = join(folder, 'truth.csv')
    await writeFile(
      path,
      '\uFEFFtypology,subject_id,subject_kind,first_at,last_at\r\nx,"a,""1""",customer,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z\r\n',
    )
    assert.deepEqual(await readTruth(path), [
      {
        subject_kind: 'customer',
        subject_id: 'a,"1"',
        typology: 'x',
        first_at: '2025-01-01T00:00:00Z',
        last_at: '2025-01-02T00:00:00Z',
      },
    ])
    await assert.rejects(readTruth(join(folder, 'none.csv')), { code: 'truth-unreadable' })
  } finally {
    await rm(folder, { recursive: true })
  }
  const header = 'subject_kind,subject_id,typology,first_at,last_at\n'
  const good = 'customer,a,x,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z\n'
  const codeAndPlace = (text: string) => {
    try {
      parseTruth(text, 'truth.csv')
    } catch (error) {
      return [(error as LapwingError).code, (error as LapwingError).place]
    }
    return undefined
  }
  assert.equal(codeAndPlace(header + good), undefined)
  assert.deepEqual(codeAndPlace('subject_kind\n'), ['truth-header', 'truth.csv, line 1'])
  for (const bad of [
    good,
    good.replace('customer', 'payer'),
    good.replace('a,x', 'b,'),
    good.replace('a,x', 'b,"x'),
    good.replace('2025-01-02', '2025-02-30'),
    good.replace('2025-01-02', '2024-01-02'),
    'customer,b\n',
  ]) {
    assert.deepEqual(codeAndPlace(header + good + bad), ['truth-line', 'truth.csv, line 3'], bad)
  }
})
