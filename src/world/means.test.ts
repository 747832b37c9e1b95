import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Wish, withinMeans } from './means.ts'
import { substream } from './random.ts'

const wish = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  homeMinor: fc.integer({ min: 1, max: 200_000 }),
  insistent: fc.boolean(),
  accountId: fc.constantFrom('own', 'parent'),
  externalReference: fc.option(fc.constantFrom('e1', 'e2'), { nil: undefined }),
})

test('what a child pays never exceeds what was saved and received, and pressure leaves a trace', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40 }), fc.integer({ min: 1, max: 1_000 }), (drafts, seed) => {
      const wishes = drafts.map(draft => ({ ...draft, status: 'completed' }) as Wish)
      const lived = withinMeans(wishes, new Set(['own']), substream(seed, 'test'))
      const own = lived.filter(each => each.accountId === 'own' && each.status === 'completed')
      let balance = 0
      let lowest = 0
      for (const each of own) {
        balance += each.direction === 'in' ? each.homeMinor : -each.homeMinor
        lowest = Math.min(lowest, balance)
      }
      assert.ok(-lowest <= savedAt(seed), `${lowest} with ${savedAt(seed)} saved`)
      const pressed = (each: Wish) => each.insistent && each.accountId === 'own' && each.direction === 'out'
      assert.equal(lived.filter(pressed).length, wishes.filter(pressed).length)
    }),
  )
})

/** The most that can be paid out at once with nothing coming in, found by halving. */
function savedAt(seed: number): number {
  let low = 0
  let high = 2 ** 40
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const draft = {
      direction: 'out',
      homeMinor: middle,
      insistent: true,
      accountId: 'own',
      status: 'completed',
    }
    const [lived] = withinMeans([draft as Wish], new Set(['own']), substream(seed, 'test'))
    if (lived!.status === 'completed') low = middle
    else high = middle - 1
  }
  return low
}
