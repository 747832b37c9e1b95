import type { Network, NetworkEdge, NetworkNode, NodeKind, NodeName } from '../api/network.ts'

export interface ChartNode extends Omit<NetworkNode, 'kind'> {
  readonly key: string
  readonly kind: NodeKind | 'group'
  /** Of a group, what it stands for. */
  readonly members: readonly string[]
  readonly memberKind: NodeKind
}

export interface Link extends Omit<NetworkEdge, 'from' | 'to'> {
  readonly key: string
  readonly from: string
  readonly to: string
}

/** Some nodes and the links between them. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, ChartNode>
  readonly links: ReadonlyMap<string, Link>
}

export const emptyGraph: Graph = { nodes: new Map(), links: new Map() }

/** `customer:C-1`, as addresses and the interface write it. */
export const keyOf = ({ kind, id }: NodeName): string => `${kind}:${id}`

/** Answers of the interface as one graph; what several have is the same in each. */
export function graphOf(answers: readonly Network[]): Graph {
  const nodes = new Map<string, ChartNode>()
  const links = new Map<string, Link>()
  for (const answer of answers) {
    for (const node of answer.nodes) {
      const key = keyOf(node)
      const is_start = node.is_start && (nodes.get(key)?.is_start ?? answer === answers[0])
      nodes.set(key, { ...node, key, members: [], memberKind: node.kind, is_start })
    }
    for (const edge of answer.edges) {
      const [from, to] = [keyOf(edge.from), keyOf(edge.to)]
      const key = `${from} ${to} ${edge.by}`
      links.set(key, { ...edge, key, from, to })
    }
  }
  return { nodes, links }
}

/** The links of each node. */
export function linksByNode(links: Iterable<Link>): ReadonlyMap<string, readonly Link[]> {
  const found = new Map<string, Link[]>()
  for (const link of links) {
    for (const end of link.from === link.to ? [link.from] : [link.from, link.to]) {
      const own = found.get(end)
      if (own === undefined) found.set(end, [link])
      else own.push(link)
    }
  }
  return found
}

export const otherEnd = (link: Link, key: string): string => (link.from === key ? link.to : link.from)

/** A graph without the nodes that are not kept, nor links to them, nor what then hangs on nothing. */
export function within(
  { nodes, links }: Graph,
  keeps: (node: ChartNode) => boolean,
  holds: (link: Link) => boolean = () => true,
): Graph {
  const kept = new Map([...nodes].filter(([, node]) => keeps(node)))
  const between = new Map(
    [...links].filter(([, link]) => holds(link) && kept.has(link.from) && kept.has(link.to)),
  )
  const held = linksByNode(between.values())
  return { nodes: new Map([...kept].filter(([key, node]) => node.is_start || held.has(key))), links: between }
}

/** Whether what is known of a link lies in a period (milliseconds since 1970); of what has no times, always. */
export function isWithin({ first_at, last_at }: Link, [since, until]: readonly [number, number]): boolean {
  if (first_at === null || last_at === null) return true
  return Date.parse(last_at) >= since && Date.parse(first_at) < until
}

/** From one node to another by the fewest links, whichever way money went; absent when nothing shown leads there. */
export function shortestPath(links: Iterable<Link>, from: string, to: string): readonly string[] | undefined {
  const around = linksByNode(links)
  const before = new Map<string, string>([[from, from]])
  let frontier = [from]
  while (frontier.length > 0 && !before.has(to)) {
    const next: string[] = []
    for (const key of frontier) {
      for (const link of around.get(key) ?? []) {
        const other = otherEnd(link, key)
        if (before.has(other)) continue
        before.set(other, key)
        next.push(other)
      }
    }
    frontier = next
  }
  if (!before.has(to)) return undefined
  const path = [to]
  while (path[0] !== from) path.unshift(before.get(path[0]!)!)
  return path
}

/** So many at least are worth one group. */
const membersMin = 3

/**
 * What hangs on one node alone becomes a group of its kind there. Nodes in `apart`, alerted ones and starts stay as they are.
 *
 * @param at nodes whose neighbours are grouped; all when absent
 */
export function grouped(
  graph: Graph,
  apart: ReadonlySet<string>,
  at: (key: string) => boolean = () => true,
): Graph {
  const around = linksByNode(graph.links.values())
  const bundles = Map.groupBy(
    [...graph.nodes.values()].filter(node => {
      const others = new Set((around.get(node.key) ?? []).map(link => otherEnd(link, node.key)))
      const [hub] = others
      const isAlone = node.is_start || node.alerts > 0 || apart.has(node.key)
      return others.size === 1 && !isAlone && at(hub!) && (around.get(hub!)?.length ?? 0) > 1
    }),
    node => `${otherEnd(around.get(node.key)![0]!, node.key)} ${node.kind}`,
  )
  const nodes = new Map(graph.nodes)
  const links = new Map(graph.links)
  for (const members of bundles.values()) {
    if (members.length < membersMin) continue
    const hub = otherEnd(around.get(members[0]!.key)![0]!, members[0]!.key)
    const { memberKind } = members[0]!
    const key = `group:${memberKind}:${hub}`
    nodes.set(key, {
      ...{ key, kind: 'group', id: hub, name: null, is_start: false, alerts: 0, to_protect: false },
      ...{ customers: null, ordinary: members.every(each => each.ordinary), memberKind },
      members: members.map(each => each.key),
    })
    const own = members.flatMap(each => around.get(each.key)!)
    for (const { key: member } of members) nodes.delete(member)
    for (const link of own) links.delete(link.key)
    for (const bundle of Map.groupBy(own, link => `${link.from === hub} ${link.by}`).values()) {
      const [first] = bundle
      const isOut = first!.from === hub
      const [from, to] = isOut ? [hub, key] : [key, hub]
      const together = sumOf(bundle)
      links.set(`${from} ${to} ${first!.by}`, { ...together, key: `${from} ${to} ${first!.by}`, from, to })
    }
  }
  return { nodes, links }
}

function sumOf(links: readonly Link[]): Link {
  const counts = links.flatMap(link => (link.count === null ? [] : [link.count]))
  const amounts = links.flatMap(link => (link.amount_home === null ? [] : [link.amount_home]))
  const times = (name: 'first_at' | 'last_at') =>
    links.flatMap(link => (link[name] === null ? [] : [link[name]])).sort()
  return {
    ...links[0]!,
    count: counts.length === 0 ? null : counts.reduce((sum, each) => sum + each, 0),
    amount_home: amounts.length === 0 ? null : sumOfDecimals(amounts),
    first_at: times('first_at')[0] ?? null,
    last_at: times('last_at').at(-1) ?? null,
  }
}

/** Exact, to four places as the book has them. */
export function sumOfDecimals(texts: readonly string[]): string {
  const sum = texts.reduce((before, text) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return before + BigInt(`${whole}${fraction.padEnd(4, '0')}`)
  }, 0n)
  const digits = (sum < 0n ? -sum : sum).toString().padStart(5, '0')
  const text = `${sum < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
  return text.replace(/0{1,2}$/, '')
}

/** Which neighbour lies most in a direction from a node (as angle, clockwise from the right); absent when none does. */
export function neighbourTowards(
  key: string,
  angle: number,
  neighbours: Iterable<string>,
  placeOf: (key: string) => { readonly x: number; readonly y: number } | undefined,
): string | undefined {
  const here = placeOf(key)
  if (here === undefined) return undefined
  let best: { readonly key: string; readonly cost: number } | undefined
  for (const other of neighbours) {
    const there = placeOf(other)
    if (there === undefined) continue
    const [dx, dy] = [there.x - here.x, there.y - here.y]
    const distance = Math.hypot(dx, dy)
    const turn = Math.abs(
      Math.atan2(Math.sin(Math.atan2(dy, dx) - angle), Math.cos(Math.atan2(dy, dx) - angle)),
    )
    if (turn > Math.PI / 3) continue
    const cost = distance * (1 + 2 * turn)
    if (best === undefined || cost < best.cost) best = { key: other, cost }
  }
  return best?.key
}
