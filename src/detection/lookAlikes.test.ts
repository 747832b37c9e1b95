import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { candidatesOf, lookAlikesOf } from './lookAlikes.ts'

const names = { indicators: ['amount', 'tempo'], protective: ['ties'] }
const shape = { indicators: 2, width: 3 }
const id = (entity: number) => `C-${String(entity).padStart(2, '0')}`
const standings = (rows: readonly (readonly number[])[]) => ({
  entities: rows.map((_, entity) => entity),
  raised: rows.map(() => 0),
  bans: rows.flat(),
})

test('a look-alike says what it shares, what it lacks, what it has besides, and what speaks for it', () => {
  const candidates = candidatesOf([standings([[2, 1.5, 0], [2, 0.5, 1], [0, 2, 0], [2, 1.5, 0]])], shape, id, entity => entity === 3) // biome-ignore format: a table
  const found = lookAlikesOf(candidates, { entity: 0, bans: [2, 0.75] }, names)
  assert.deepEqual(found, [
    {
      subject_id: 'C-01',
      distance_bans: 0.25,
      raised: false,
      ...{ shares: ['amount'], lacks: [], besides: [], speaks_against: ['ties'] },
    },
    {
      subject_id: 'C-02',
      distance_bans: 3.25,
      raised: false,
      ...{ shares: [], lacks: ['amount'], besides: ['tempo'], speaks_against: [] },
    },
    {
      subject_id: 'C-03',
      distance_bans: 0.75,
      raised: true,
      ...{ shares: ['amount'], lacks: [], besides: ['tempo'], speaks_against: [] },
    },
  ])
})

test('the search that ends early finds the same as one that looks at everybody, however the subjects came in parts', () => {
  const bans = fc.integer({ min: 0, max: 12 }).map(quarters => quarters / 4)
  const row = fc.tuple(bans, bans, fc.constant(0))
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.nat(), (rows, cut) => {
      const own = [rows[0]![0], rows[0]![1]]
      const all = standings(rows)
      const middle = cut % rows.length
      const part = (from: number, to: number) => ({
        entities: all.entities.slice(from, to),
        raised: all.raised.slice(from, to),
        bans: all.bans.slice(from * 3, to * 3),
      })
      const parts = [part(middle, rows.length), part(0, middle)]
      const found = lookAlikesOf(
        candidatesOf(parts, shape, id, () => false),
        { entity: 0, bans: own },
        names,
      )
      const naive = rows
        .map((row, entity) => ({ entity, far: Math.abs(row[0] - own[0]!) + Math.abs(row[1] - own[1]!) }))
        .slice(1)
        .sort((a, b) => a.far - b.far || a.entity - b.entity)
        .slice(0, 8)
      assert.deepEqual(
        found.map(each => [each.subject_id, each.distance_bans]),
        naive.map(({ entity, far }) => [id(entity), far]),
      )
    }),
  )
})
