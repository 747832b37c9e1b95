import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Episode, type StoredEpisode, settle } from './settle.ts'

const episode = fc.record({
  alertId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  clock: fc.constantFrom('suspicion', 'protection'),
  scoreBans: fc.constantFrom(1, 2, 3),
  raisedAt: fc.integer({ min: 0, max: 20 }),
  length: fc.integer({ min: 0, max: 8 }),
})
const arriving = fc
  .uniqueArray(episode, { selector: each => each.alertId })
  .map(all => all.map(({ length, ...each }): Episode => ({ ...each, lastPaymentAt: each.raisedAt + length })))

/** What the store has after a run. */
function after(stored: readonly StoredEpisode[], run: readonly Episode[]): readonly StoredEpisode[] {
  const { updates, created } = settle(run, stored)
  const kept = stored.map(one => {
    const update = updates.find(each => each.stored === one)?.arriving
    return update === undefined ? one : { ...update, alertId: one.alertId, findingId: update.alertId }
  })
  return [...kept, ...created.map(each => ({ ...each, findingId: each.alertId }))]
}

test('whatever came before, a run that comes again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(arriving, { maxLength: 3 }), arriving, (earlier, run) => {
      const once = after(earlier.reduce(after, []), run)
      assert.deepEqual(after(once, run), once)
      assert.equal(new Set(once.map(each => each.alertId)).size, once.length)
    }),
  )
})

test('every finding is settled once', () => {
  fc.assert(
    fc.property(arriving, arriving, (earlier, run) => {
      const { updates, created, folded } = settle(run, after([], earlier))
      const all = [...updates.map(each => each.arriving), ...created, ...folded]
      assert.deepEqual(new Set(all), new Set(run))
      assert.equal(all.length, run.length)
    }),
  )
})

test('an episode that overlaps updates, one after it is new, and the strongest of an episode stands', () => {
  const at = (alertId: string, raisedAt: number, lastPaymentAt: number, scoreBans = 1) => ({
    alertId,
    clock: 'suspicion',
    scoreBans,
    raisedAt,
    lastPaymentAt,
  })
  const stored = [{ ...at('a', 10, 20), findingId: 'a' }]
  const other = { ...at('e', 10, 20, 3), clock: 'protection' }
  const { updates, created, folded } = settle(
    [other, at('b', 5, 12, 2), at('c', 11, 30), at('d', 31, 40)],
    stored,
  )
  assert.deepEqual(
    [
      updates.map(each => each.arriving.alertId),
      created.map(each => each.alertId),
      folded.map(each => each.alertId),
    ],
    [['b'], ['e', 'd'], ['c']],
  )
})
