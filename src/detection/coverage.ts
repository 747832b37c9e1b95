import type { History, TextColumn } from '../book/history.ts'
import { fieldByName } from '../typology/fields.ts'
import type { Indicator, Plan, Protective } from '../typology/plan.ts'
import { bind } from './binding.ts'
import { conditionsFor } from './conditions.ts'
import type { BoundField } from './fields.ts'
import { fieldsOf, fieldsOfMeasure } from './program.ts'

/** What a card can see in a book: which payments it looks at, and which of its indicators have something to go by. */
export interface CardCoverage {
  readonly card: string
  readonly title: string
  readonly typology: string
  /** `blind` when no alert can ever be raised with what is there; `in part` when some indicators lack data. */
  readonly state: 'whole' | 'in part' | 'blind'
  /** One a product with payments. */
  readonly products: readonly ProductCoverage[]
  readonly indicators: readonly IndicatorCoverage[]
  /** Essential families, or groups of them, of which no indicator can be evaluated. */
  readonly missing_families: readonly string[]
}

export interface ProductCoverage {
  readonly product: string
  readonly payments: number
  /** Payments that pass the card's gate, by rail. */
  readonly looked_at: Readonly<Record<string, number>>
}

export interface IndicatorCoverage {
  readonly indicator: string
  /** Whether it speaks for a finding or, as protective indicators do, against one. */
  readonly speaks: 'for' | 'against'
  readonly family: string
  readonly evaluated: boolean
  /** Why not, and what it would take. */
  readonly reason: string
}

/** Looks through the history once. It must have been scanned for the fields of the plans. */
export function coverageOf(history: History, plans: readonly Plan[]): readonly CardCoverage[] {
  const counts = countOf(history, plans)
  return plans.map((plan, at): CardCoverage => {
    const products = counts.products.map(({ product, payments, looked }) => {
      return { product, payments, looked_at: looked[at]! }
    })
    const indicators = [
      ...plan.indicators.map(indicator => coverageOfPart(plan, indicator, 'for', counts)),
      ...plan.protective.map(protective => coverageOfPart(plan, protective, 'against', counts)),
      ...plan.unbound.map(({ indicator, reason }): IndicatorCoverage => {
        return { indicator, speaks: 'for', family: '', evaluated: false, reason }
      }),
    ]
    const speaking = indicators.filter(({ evaluated, speaks }) => evaluated && speaks === 'for')
    const seen = new Set(speaking.map(({ family }) => family))
    const missing = plan.essential.map(group => [group].flat()).filter(group => !group.some(f => seen.has(f)))
    const looksAtNone = products.every(({ looked_at }) => Object.keys(looked_at).length === 0)
    const isWhole = indicators.every(({ evaluated }) => evaluated)
    return {
      card: plan.card,
      title: plan.title,
      typology: plan.typology,
      state: looksAtNone || missing.length > 0 ? 'blind' : isWhole ? 'whole' : 'in part',
      products,
      indicators,
      missing_families: missing.map(group => group.join(' or ')),
    }
  })
}

function coverageOfPart(
  plan: Plan,
  part: Indicator | Protective,
  speaks: IndicatorCoverage['speaks'],
  counts: Counts,
): IndicatorCoverage {
  const places = 'per' in part && part.per !== undefined ? [part.measure, part.per] : [part.measure]
  const fields = new Set(places.flatMap(place => [...fieldsOfMeasure(plan.measures[place]!)]))
  const reason = reasonOf(fields, counts.known)
  return { indicator: part.id, speaks, family: part.family, evaluated: reason === '', reason }
}

interface Counts {
  /** For each product, its payments and, for each plan, how many pass its gate by rail. */
  readonly products: readonly { product: string; payments: number; looked: Record<string, number>[] }[]
  /** Fields in which at least one payment has a value. */
  readonly known: ReadonlySet<string>
}

/** Payments looked at at a time: where a field has values, they are mostly found in the first few. */
const stretchPayments = 4_096

/** What is learnt while the cards run is there wherever what it is learnt from is. */
const learntFrom: Readonly<Record<string, string>> = {
  payee_evidence: 'counterparty',
  payee_links: 'counterparty',
  device_links: 'device_id',
  identifier_links: 'identifier_sharers',
}

function countOf(history: History, plans: readonly Plan[]): Counts {
  const product = history.payments.product as TextColumn
  const rail = history.payments.rail as TextColumn
  const binding = bind(history)
  const conditions = conditionsFor(
    binding,
    plans.map(({ gate }) => gate),
  )
  conditions.test(0, history.paymentCount)
  const products = product.dictionary.map(name => ({
    product: name,
    payments: 0,
    looked: plans.map((): Record<string, number> => ({})),
  }))
  for (const code of product.codes) products[code]!.payments++
  for (const [at, plan] of plans.entries()) {
    const bit = conditions.bitOf(plan.gate)
    const word = conditions.words[Math.floor(bit / 32)]!
    for (let payment = 0; payment < word.length; payment++) {
      if ((word[payment]! & (1 << (bit % 32))) === 0) continue
      const looked = products[product.codes[payment]!]!.looked[at]!
      const name = rail.dictionary[rail.codes[payment]!]!
      looked[name] = (looked[name] ?? 0) + 1
    }
  }
  const known = new Set(
    [...fieldsOf(plans)].filter(field =>
      isKnown(binding.field(learntFrom[field] ?? field), history.paymentCount),
    ),
  )
  return { products: products.filter(({ payments }) => payments > 0), known }
}

/** Whether any payment has a value in the field. */
function isKnown(field: BoundField, paymentCount: number): boolean {
  for (let start = 0; start < paymentCount; start += stretchPayments) {
    const count = Math.min(stretchPayments, paymentCount - start)
    const rows = Uint32Array.from({ length: count }, (_, i) => start + i)
    if (field.type === 'number') {
      const values = new Float64Array(count)
      field.fill(rows, values)
      if (values.some(value => !Number.isNaN(value))) return true
    } else {
      const codes = new Uint32Array(count)
      field.fill(rows, codes)
      if (codes.some(code => code !== 0)) return true
    }
  }
  return false
}

/** Why an indicator that reads these fields cannot be evaluated; empty when it can. */
function reasonOf(fields: ReadonlySet<string>, known: ReadonlySet<string>): string {
  const lacking = [...fields].filter(field => !known.has(field))
  if (lacking.length === 0) return ''
  const columns = new Set(lacking.flatMap(field => fieldByName.get(field)?.from ?? []))
  return `no payment has ${lacking.join(', ')}: import ${[...columns].join(', ')}`
}
