import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force'

/** Nodes by number. What has no place yet has NaN. */
export interface Drawing {
  readonly x: Float64Array
  readonly y: Float64Array
  /** 1 where a node must stay where it is. */
  readonly fixed: Uint8Array
  /** Pairs of nodes that are linked. */
  readonly links: Uint32Array
}

/** Between the middles of neighbours on a ring, in pixels at the usual size. */
const spacing = 96

/**
 * Gives each node a place. What hangs on one other node alone stands in rings around it; the rest, which is what a link chart
 * is looked at for, is laid out by forces (d3-force: Verlet integration, Barnes and Hut 1986 for repulsion), each with the room
 * that its rings need. So thousands of payees of a few dozen customers cost no more than the customers do. The same question
 * gives the same drawing.
 */
export function layOut({ x, y, fixed, links }: Drawing): void {
  const hubOf = hubs(x.length, links, fixed)
  const leaves: number[][] = Array.from({ length: x.length }, () => [])
  for (const [node, hub] of hubOf.entries()) if (hub !== -1) leaves[hub]!.push(node)
  layOutCore({ x, y, fixed, links }, hubOf, leaves)
  for (const [hub, around] of leaves.entries()) placeAround(x, y, hub, around)
}

/** Of each node the one it hangs on alone, or -1. Of two that have nobody else, the later hangs on the earlier. */
function hubs(count: number, links: Uint32Array, fixed: Uint8Array): Int32Array {
  const only = new Int32Array(count).fill(-1)
  const isShared = new Uint8Array(count)
  for (let at = 0; at < links.length; at += 2) {
    for (const [node, other] of [
      [links[at]!, links[at + 1]!],
      [links[at + 1]!, links[at]!],
    ] as const) {
      if (only[node] === -1) only[node] = other
      else if (only[node] !== other) isShared[node] = 1
    }
  }
  return only.map((hub, node) => {
    if (hub === -1 || isShared[node] === 1 || fixed[node] === 1) return -1
    const isPair = isShared[hub] === 0 && only[hub] === node && fixed[hub] === 0
    return isPair && hub > node ? -1 : hub
  })
}

interface Body {
  readonly node: number
  readonly radius: number
  x?: number
  y?: number
  fx?: number
  fy?: number
}

function layOutCore(
  { x, y, fixed, links }: Drawing,
  hubOf: Int32Array,
  leaves: readonly (readonly number[])[],
): void {
  const bodies: Body[] = []
  const bodyOf = new Map<number, Body>()
  for (let node = 0; node < x.length; node++) {
    if (hubOf[node] !== -1) continue
    const body: Body = { node, radius: ringsRadius(leaves[node]!.length) }
    if (!Number.isNaN(x[node]!)) Object.assign(body, { x: x[node], y: y[node] })
    if (fixed[node] === 1) Object.assign(body, { fx: x[node], fy: y[node] })
    bodies.push(body)
    bodyOf.set(node, body)
  }
  const ties: { source: Body; target: Body }[] = []
  for (let at = 0; at < links.length; at += 2) {
    const [source, target] = [bodyOf.get(links[at]!), bodyOf.get(links[at + 1]!)]
    if (source !== undefined && target !== undefined && source !== target) ties.push({ source, target })
  }
  const isNew = bodies.some(body => body.x === undefined)
  // A tick costs in proportion to the bodies: fewer for many, so that the time hardly grows.
  const ticks = Math.round(
    Math.min(300, Math.max(40, 80_000 / Math.max(1, bodies.length))) * (isNew ? 1 : 0.5),
  )
  const simulation = forceSimulation(bodies)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .force(
      'link',
      forceLink<Body, { source: Body; target: Body }>(ties).distance(
        ({ source, target }) => source.radius + target.radius + spacing / 3,
      ),
    )
    .force(
      'charge',
      forceManyBody<Body>()
        .strength(body => -80 - 4 * body.radius)
        .theta(1.1)
        .distanceMax(2_000),
    )
    .force('collide', forceCollide<Body>(body => body.radius + 6).iterations(1))
    // Weak, only so that what is not linked does not drift off; more across than down, as screens are.
    .force('x', forceX<Body>(0).strength(0.03))
    .force('y', forceY<Body>(0).strength(0.05))
  simulation.tick(ticks)
  for (const body of bodies) {
    x[body.node] = body.x ?? 0
    y[body.node] = body.y ?? 0
  }
}

/** Rings from the inside: how far each is, and how many stand on it. */
function* rings(count: number): Generator<{ readonly radius: number; readonly room: number }> {
  for (let ring = 0, left = count; left > 0; ring++) {
    const radius = spacing * (1.2 + 0.65 * ring)
    const room = Math.min(left, Math.floor((2 * Math.PI * radius) / spacing))
    yield { radius, room }
    left -= room
  }
}

function ringsRadius(count: number): number {
  let outermost = 0
  for (const { radius } of rings(count)) outermost = radius
  return outermost + spacing / 2
}

function placeAround(x: Float64Array, y: Float64Array, hub: number, around: readonly number[]): void {
  let at = 0
  let turn = -Math.PI / 2
  for (const { radius, room } of rings(around.length)) {
    for (let place = 0; place < room; place++, at++) {
      const angle = turn + (2 * Math.PI * place) / room
      x[around[at]!] = x[hub]! + radius * Math.cos(angle)
      y[around[at]!] = y[hub]! + radius * Math.sin(angle)
    }
    // Each ring stands in the gaps of the one within.
    turn += Math.PI / room
  }
}
