import type { Holding, ValueKind } from '../../book/footprints.ts'
import type { Selector } from '../../domain/selectors.ts'
import type { Matcher, Tally } from './matcher.ts'

/** What of a book intelligence names. */
export interface Named {
  /** By counterparty_id. */
  readonly counterparties: ReadonlyMap<string, readonly Selector[]>
  readonly holdings: readonly NamedHolding[]
  readonly tallies: readonly Tally[]
}

/** Something of a customer's own that intelligence names. */
export interface NamedHolding extends Holding {
  readonly selectors: readonly Selector[]
}

/** How a book tells its values, each once, and who has them; see `book/footprints.ts`. */
export interface Footprints {
  eachValue(use: (kind: ValueKind, value: string) => void): Promise<void>
  holdersOf(values: readonly string[]): Promise<readonly Holding[]>
}

/** Tests each distinct value of a book once, and finds who has those that are named. */
export async function nameIn(footprints: Footprints, matcher: Matcher): Promise<Named> {
  const counterparties = new Map<string, readonly Selector[]>()
  const own = new Map<string, Set<Selector>>()
  await footprints.eachValue((kind, value) => {
    const found = matcher.match(kind, value)
    if (found.length === 0) return
    if (kind === 'counterparty') counterparties.set(value, found)
    else own.set(value, new Set([...(own.get(value) ?? []), ...found]))
  })
  const holders = await footprints.holdersOf([...own.keys()])
  return {
    counterparties,
    holdings: holders.map(holding => ({ ...holding, selectors: [...own.get(holding.value)!] })),
    tallies: matcher.tallies(),
  }
}
