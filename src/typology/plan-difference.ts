import { microsPerDay, microsPerHour } from '../domain/time.ts'
import { describeFilter, listCall } from './filter.ts'
import type { Filter, Measure, Plan } from './plan.ts'

/** One thing that two versions of a card do not do alike. */
export interface Change {
  readonly pack: string
  readonly card: string
  /** `card`, `gate`, `measure payees_90d`, `indicator many-payees` ... */
  readonly part: string
  readonly says: string
}

/**
 * What changed between two sets of cards, in words: by what the cards do, not by how their files are written. Limits, lists and
 * weights may come from an overlay, so that they change is said, and never their values. Of cards that `isPrivate` says are the
 * institution's own, only the parts are named.
 */
export function planChanges(
  from: readonly Plan[],
  to: readonly Plan[],
  isPrivate: (plan: Plan) => boolean = () => false,
): Change[] {
  const nameOf = ({ pack, card }: Plan) => `${pack}/${card}`
  const names = [...new Set([...from, ...to].map(nameOf))].sort()
  return names.flatMap(name => {
    const was = from.find(plan => nameOf(plan) === name)
    const is = to.find(plan => nameOf(plan) === name)
    const { pack, card } = (was ?? is)!
    const change = (part: string, says: string): Change => ({ pack, card, part, says })
    if (was === undefined) return [change('card', `a new card: ${is!.title}`)]
    if (is === undefined) return [change('card', `gone: ${was.title}`)]
    const said = partChanges(was, is)
    const hide = isPrivate(was) || isPrivate(is)
    return said.map(({ part, says }) => change(part, hide ? 'changed' : says))
  })
}

interface PartChange {
  readonly part: string
  readonly says: string
}

function partChanges(was: Plan, is: Plan): PartChange[] {
  const changes: PartChange[] = []
  const compare = (part: string, one: string, other: string) => {
    if (one !== other) changes.push({ part, says: `was ${one}, is ${other}` })
  }
  compare('title', was.title, is.title)
  compare('typology', was.typology, is.typology)
  compare('subject', was.subject, is.subject)
  compare('role', was.role, is.role)
  compare('clock', was.clock, is.clock)
  const gate = filterChange(was.gate, is.gate)
  if (gate !== undefined) changes.push({ part: 'gate', says: gate })
  compare('peers', listed(was.peers), listed(is.peers))
  compare('essential', listed(alternatives(was)), listed(alternatives(is)))
  compare('quiet days', `${was.quietDays} days`, `${is.quietDays} days`)
  for (const measure of was.measures) {
    const other = is.measures.find(({ id }) => id === measure.id)
    if (other === undefined) continue
    const says = measureChange(measure, other)
    if (says !== undefined) changes.push({ part: `measure ${measure.id}`, says })
  }
  return [...changes, ...itemChanges(was, is, 'indicators'), ...itemChanges(was, is, 'protective')]
}

function measureChange(was: Measure, is: Measure): string | undefined {
  const parts: string[] = []
  const compare = (what: string, one: string, other: string) => {
    if (one !== other) parts.push(`${what} was ${one}, is ${other}`)
  }
  compare('the operation', operationOf(was), operationOf(is))
  compare('the key', listed(was.key), listed(is.key))
  compare('the window', windowOf(was), windowOf(is))
  for (const [what, one, other] of [
    ['where', was.where, is.where],
    ['the share', was.whose, is.whose],
  ] as const) {
    if (one === undefined || other === undefined) continue
    const says = filterChange(one, other)
    if (says !== undefined) parts.push(`${what} ${says}`)
  }
  return parts.length === 0 ? undefined : parts.join('; ')
}

function operationOf({ operation, of }: Measure): string {
  return of === undefined ? operation : `${operation} of ${of}`
}

function windowOf({ windowMicros }: Measure): string {
  if (!Number.isFinite(windowMicros)) return 'all time'
  const days = windowMicros / microsPerDay
  return Number.isInteger(days) && days > 1 ? `${days} days` : `${windowMicros / microsPerHour} hours`
}

/** How the filters differ; where their texts are alike, the private values behind them do. */
function filterChange(was: Filter, is: Filter): string | undefined {
  if (JSON.stringify(was) === JSON.stringify(is)) return undefined
  const [one, other] = [describeFilter(was), describeFilter(is)]
  if (one !== other) return `was ${one}, is ${other}`
  const [before, after] = [privateValues(was), privateValues(is)]
  const names = [...before.keys()].filter(name => before.get(name) !== after.get(name))
  return `has other private values: ${names.join(', ')}`
}

/** The private values within a filter, by what people call them. */
function privateValues(filter: Filter): Map<string, string> {
  if (filter.kind === 'all' || filter.kind === 'any')
    return new Map(filter.of.flatMap(part => [...privateValues(part)]))
  if (filter.kind === 'number' && filter.limit !== undefined)
    return new Map([[`the limit "${filter.limit}"`, String(filter.value)]])
  if (filter.kind !== 'text') return new Map()
  return new Map(
    [...filter.cel.matchAll(listCall)].map(([whole, call, , name]) => {
      return [`the ${call === 'mentions' ? 'term' : 'corridor'} list ${name}`, whole]
    }),
  )
}

/** Indicators or protective indicators: come, gone, or other than they were. */
function itemChanges(was: Plan, is: Plan, kind: 'indicators' | 'protective'): PartChange[] {
  const word = kind === 'indicators' ? 'indicator' : 'protective indicator'
  const ids = [...new Set([...was[kind], ...is[kind]].map(({ id }) => id))]
  return ids.flatMap((id): PartChange[] => {
    const part = `${word} ${id}`
    const before = was[kind].find(item => item.id === id)
    const after = is[kind].find(item => item.id === id)
    const unbound = (plan: Plan) => plan.unbound.find(({ indicator }) => indicator === id)
    if (before === undefined) {
      const says = unbound(was) === undefined ? `new, of the family ${after!.family}` : 'can now be evaluated'
      return [{ part, says }]
    }
    if (after === undefined) {
      const missing = unbound(is)
      return [
        { part, says: missing === undefined ? 'gone' : `can no longer be evaluated: ${missing.reason}` },
      ]
    }
    const says = [...facts(was, before)].flatMap(([what, one]) => {
      const other = facts(is, after).get(what)!
      if (one === other) return []
      if (what !== 'weight') return [`${what} was ${one}, is ${other}`]
      return [Number(other) > Number(one) ? 'counts for more' : 'counts for less']
    })
    return says.length === 0 ? [] : [{ part, says: says.join('; ') }]
  })
}

type Item = Plan['indicators'][number] | Plan['protective'][number]

function facts(plan: Plan, item: Item): Map<string, string> {
  const measure = (place: number | undefined) => (place === undefined ? 'none' : plan.measures[place]!.id)
  const shared: [string, string][] = [
    ['the sentence', `"${item.says}"`],
    ['the family', item.family],
    ['the measure', measure(item.measure)],
    ['the sources', listed(item.sources)],
  ]
  if ('takes' in item) {
    return new Map([...shared, ['full at', String(item.fullAt)], ['takes', `${item.takes} bans`]])
  }
  return new Map([
    ...shared,
    ['the divisor', measure(item.per)],
    ['the unusual end', item.unusual],
    ['weight', String(item.weight)],
    ['the share its family counts by', String(item.share ?? 1)],
  ])
}

/** Essential families; of a group of them, one is enough. */
function alternatives({ essential }: Plan): string[] {
  return essential.map(each => [each].flat().join(' or '))
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ')
}
