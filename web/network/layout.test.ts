import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOut } from './layout.ts'

/** Hubs in a row, each with some leaves: as a chart of customers and their payees is. */
function drawing(hubs: number, leaves: number) {
  const links: number[] = []
  let count = hubs
  for (let hub = 0; hub < hubs; hub++) {
    if (hub > 0) links.push(hub - 1, hub)
    for (let leaf = 0; leaf < leaves; leaf++) links.push(hub, count++)
  }
  const unknown = () => new Float64Array(count).fill(Number.NaN)
  return { x: unknown(), y: unknown(), fixed: new Uint8Array(count), links: Uint32Array.from(links) }
}

test('every node has a place of its own, and a leaf stands nearer to its hub than to any other', () => {
  const one = drawing(6, 40)
  layOut(one)
  const places = new Set(Array.from(one.x, (x, at) => `${Math.round(x)} ${Math.round(one.y[at]!)}`))
  assert.equal(places.size, one.x.length)
  const distance = (from: number, to: number) =>
    Math.hypot(one.x[from]! - one.x[to]!, one.y[from]! - one.y[to]!)
  for (let leaf = 6; leaf < one.x.length; leaf++) {
    const hub = Math.floor((leaf - 6) / 40)
    for (let other = 0; other < 6; other++) assert.ok(distance(leaf, hub) <= distance(leaf, other))
  }
})

test('the same question gives the same drawing, and what is pinned stays where it is', () => {
  const [one, other] = [drawing(5, 3), drawing(5, 3)]
  for (const each of [one, other]) {
    each.fixed[2] = 1
    each.x[2] = 100
    each.y[2] = -50
    layOut(each)
  }
  assert.deepEqual(one.x, other.x)
  assert.deepEqual([one.x[2], one.y[2]], [100, -50])
})

test('a pair that nothing else hangs on, and a node alone, have places too', () => {
  const one = { ...drawing(1, 1), fixed: new Uint8Array(2) }
  layOut(one)
  const alone = drawing(1, 0)
  layOut(alone)
  assert.ok([...one.x, ...one.y, ...alone.x, ...alone.y].every(Number.isFinite))
})
