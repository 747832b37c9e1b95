import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { conflictsOf, merge } from './merge.ts'

const fields = fc.record({
  title: fc.constantFrom('a', 'b', 'c'),
  lead: fc.constantFrom('u', 'v'),
  restricted: fc.boolean(),
})

test('nothing that one person alone changed is lost, and of what both did the chosen stays', () => {
  fc.assert(
    fc.property(
      fields,
      fields,
      fields,
      fc.subarray(['title', 'lead', 'restricted']),
      (was, theirs, mine, kept) => {
        const merged = merge(was, theirs, mine, new Set(kept))
        const conflicts = new Set<string>(conflictsOf(was, theirs, mine).map(({ field }) => field))
        for (const field of ['title', 'lead', 'restricted'] as const) {
          if (conflicts.has(field))
            assert.equal(merged[field], kept.includes(field) ? mine[field] : theirs[field])
          else if (mine[field] !== was[field]) assert.equal(merged[field], mine[field])
          else assert.equal(merged[field], theirs[field])
        }
      },
    ),
  )
})

test('the same change by both is no conflict', () => {
  assert.deepEqual(conflictsOf({ title: 'a' }, { title: 'b' }, { title: 'b' }), [])
})
