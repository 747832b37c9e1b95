import { money } from '../words/values.ts'
import { words } from '../words/words.ts'
import type { ChartNode, Link } from './graph.ts'

/** Under a node: who or what, and whether there is something about it. */
export function nodeLabel(node: ChartNode): string {
  const text = words.network
  if (node.kind === 'group') return text.groupOf(node.members.length, node.memberKind)
  const about = node.to_protect ? text.toProtect : node.alerts > 0 ? text.alerts(node.alerts) : ''
  return [cut(nameOf(node)), about].filter(each => each !== '').join('\n')
}

/** The drawing has room for so many characters beside the next. */
const cut = (name: string): string => (name.length > 18 ? `${name.slice(0, 17)}…` : name)

/** A name where there is one; of an identifier its value without the type. */
export function nameOf(node: Pick<ChartNode, 'kind' | 'id' | 'name'> & Partial<ChartNode>): string {
  if (node.kind === 'group')
    return words.network.groupOf(node.members?.length ?? 0, node.memberKind ?? 'counterparty')
  if (node.name !== null && node.name !== '') return node.name
  return node.kind === 'identifier' ? node.id.slice(node.id.indexOf(':') + 1) : node.id
}

/** `Counterparty`, `Identifier (email)`. */
export function kindOf(node: Pick<ChartNode, 'kind' | 'id'>): string {
  const kind = words.network.kinds[node.kind]
  return node.kind === 'identifier'
    ? words.network.ofType(kind, node.id.slice(0, node.id.indexOf(':')))
    : kind
}

/** On a link: how many payments, how much; how often a device was used. */
export function linkLabel({ by, count, amount_home }: Link, currency: string): string {
  const text = words.network.link
  if (by === 'identifier') return text.has
  if (by === 'device') return count === null ? text.has : text.used(count)
  const payments = text.payments(count ?? 0)
  return amount_home === null ? payments : text.worth(payments, money(amount_home, currency))
}
