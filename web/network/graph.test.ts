import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Network, NodeName } from '../api/network.ts'
import {
  graphOf,
  grouped,
  linksByNode,
  neighbourTowards,
  shortestPath,
  sumOfDecimals,
  within,
} from './graph.ts'

const name = (text: string): NodeName => ({
  kind: text.startsWith('C') ? 'customer' : 'counterparty',
  id: text,
})

/** An answer of these links, as `C-1 X-1`, that begins at the first. */
function answer(...links: readonly string[]): Network {
  const ends = links.map(link => link.split(' ') as [string, string])
  const ids = [...new Set(ends.flat())]
  return {
    ...{ home_currency: 'AUD', ordinary_above: 30, total: ids.length - 1, left_out: 0, left_out_ordinary: 0 },
    nodes: ids.map((id, at) => {
      const rest = {
        name: null,
        customers: null,
        ordinary: id.includes('shop'),
        alerts: 0,
        to_protect: false,
      }
      return { ...name(id), ...rest, is_start: at === 0 }
    }),
    edges: ends.map(([from, to]) => {
      const times = { first_at: '2029-01-01T00:00:00Z', last_at: '2029-02-01T00:00:00Z' }
      return { from: name(from), to: name(to), by: 'payments', count: 1, amount_home: '0.10', ...times }
    }),
  }
}

test('answers become one graph in which only the first says where it begins', () => {
  const { nodes, links } = graphOf([answer('C-1 X-1', 'C-1 X-2'), answer('X-1 C-2')])
  assert.deepEqual(
    [...nodes.values()].filter(each => each.is_start).map(each => each.id),
    ['C-1'],
  )
  assert.equal(links.size, 3)
})

test('what hangs on one node alone becomes a group with the exact sum of its links, and nothing else does', () => {
  const graph = graphOf([answer('C-1 X-1', 'C-1 X-2', 'C-1 X-3', 'C-1 X-4', 'C-2 X-4')])
  const { nodes, links } = grouped(graph, new Set())
  const group = nodes.get('group:counterparty:customer:C-1')!
  assert.deepEqual(group.members, ['counterparty:X-1', 'counterparty:X-2', 'counterparty:X-3'])
  const [link] = linksByNode(links.values()).get(group.key)!
  assert.deepEqual([link!.count, link!.amount_home], [3, '0.30'])
  assert.ok(nodes.has('counterparty:X-4') && nodes.has('customer:C-2'))
  assert.equal(
    grouped(graph, new Set(['counterparty:X-1'])).nodes.has('group:counterparty:customer:C-1'),
    false,
  )
})

test('a path is the shortest, whichever way money went, and absent where there is none', () => {
  const { links } = graphOf([
    answer('C-1 X-1', 'C-2 X-1', 'C-2 X-2', 'C-1 X-3', 'C-3 X-3', 'C-3 X-4', 'C-4 X-9'),
  ])
  const path = shortestPath(links.values(), 'customer:C-1', 'counterparty:X-2')
  assert.deepEqual(path, ['customer:C-1', 'counterparty:X-1', 'customer:C-2', 'counterparty:X-2'])
  assert.equal(shortestPath(links.values(), 'customer:C-1', 'customer:C-4'), undefined)
  assert.deepEqual(shortestPath(links.values(), 'customer:C-1', 'customer:C-1'), ['customer:C-1'])
})

test('without the ordinary what hung on it alone goes as well, and where it begins stays', () => {
  const graph = graphOf([answer('C-1 X-shop', 'C-2 X-shop')])
  assert.deepEqual([...within(graph, node => !node.ordinary).nodes.keys()], ['customer:C-1'])
})

test('decimals add up exactly', () => {
  assert.equal(sumOfDecimals(['0.10', '0.20', '-0.05']), '0.25')
  assert.equal(sumOfDecimals(['9007199254740993.01', '0.0125']), '9007199254740993.0225')
  assert.equal(sumOfDecimals(['-1.00']), '-1.00')
})

test('an arrow leads to the neighbour that lies that way, and nowhere when none does', () => {
  const places: Record<string, { x: number; y: number }> = {
    here: { x: 0, y: 0 },
    right: { x: 10, y: 2 },
    far: { x: 90, y: 0 },
    below: { x: 0, y: 10 },
  }
  const towards = (angle: number) =>
    neighbourTowards('here', angle, ['right', 'far', 'below'], key => places[key])
  assert.deepEqual([towards(0), towards(Math.PI / 2), towards(Math.PI)], ['right', 'below', undefined])
})
