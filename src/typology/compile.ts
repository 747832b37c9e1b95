import { LapwingError } from '../domain/errors.ts'
import type { Card, CardIndicator, CardProtective } from './card.ts'
import { frequencyField } from './fields.ts'
import { compileFilter } from './filter-compile.ts'
import type { FilterNames, Missing } from './filter-operand.ts'
import { type CardChecks, compileMeasure, textFields } from './measure-compile.ts'
import { nearestWord } from './nearest.ts'
import { emptyOverlay, type Overlay } from './overlay.ts'
import type { Indicator, Measure, Plan, Protective } from './plan.ts'
import { checkPlaceholders } from './says.ts'
import { ratioUnit } from './unit.ts'
import type { Path } from './yaml.ts'

/** What a card needs to know of the pack it is in. */
export interface PackFacts {
  readonly pack: string
  readonly version: string
  /** SHA-256 of the manifest of all its files, hexadecimal; absent where there are no files. */
  readonly digest?: string
  readonly families: readonly string[]
  /** By what share evidence of a family counts, where not in full. */
  readonly shares?: ReadonlyMap<string, number>
  readonly sources: Readonly<Record<string, unknown>>
}

/**
 * Compiles a card to its plan: frozen, plain data. Indicators that need a limit or list that the overlay does not
 * supply are left out and listed as unbound. Throws `card-invalid`, with all that is wrong, when the card is.
 */
export function compileCard(card: Card, pack: PackFacts, overlay: Overlay = emptyOverlay): Plan {
  const wrong: string[] = []
  const plan = checkCard(card, pack, overlay, (path, message, about) => {
    if (about?.severity !== 'warning') wrong.push(`${path.join('.')}: ${message}`)
  })
  if (wrong.length > 0)
    throw new LapwingError('card-invalid', wrong.join('\n'), { place: `card ${card.card}` })
  return plan
}

/** Reports all that is wrong with a card; where nothing is, the result is its plan. */
export function checkCard(card: Card, pack: PackFacts, overlay: Overlay, report: CardChecks['report']): Plan {
  const { limits = {}, terms = {}, corridors = {} } = card
  const names: FilterNames = { limits, terms, corridors, supplied: overlay }
  const checks: CardChecks = {
    report,
    word(path, what, name, valid) {
      if (valid.includes(name)) return true
      report(path, `unknown ${what} "${name}"`, { nearest: nearestWord(name, valid) })
      return false
    },
    filter: (path, cel) =>
      compileFilter(cel, names, (message, offset, nearest) => report(path, message, { offset, nearest })),
  }
  const gate = checks.filter(['gate'], card.gate)
  for (const missing of gate.missing)
    report(['gate'], `the gate cannot be evaluated: ${notSupplied(missing)}`)
  card.peers.forEach((peer, index) => {
    const known = checks.word(['peers', index], 'text field', peer, [frequencyField, ...textFields])
    if (peer === frequencyField && index > 0)
      report(['peers', index], `"${peer}" divides the peers first, or not at all`)
    const earlier = card.peers.indexOf(peer) < index
    if (known && earlier) report(['peers', index], `"${peer}" divides the peers twice`)
  })
  checkSources(['sources'], card.sources, pack, checks)
  checkItems(card, pack, checks)
  return deepFreeze({
    card: card.card,
    cardVersion: card.version,
    title: card.title,
    typology: card.typology,
    pack: pack.pack,
    packVersion: pack.version,
    ...(pack.digest === undefined ? {} : { packDigest: pack.digest }),
    subject: card.subject,
    role: card.role,
    clock: card.clock,
    gate: gate.filter,
    peers: [...card.peers],
    essential: [...(card.essential ?? [])],
    quietDays: card.quiet_days,
    ...bind(card, pack, overlay, checks),
  })
}

/** Indicators of both kinds: names, measures, families, sources, sentences. */
function checkItems(card: Card, pack: PackFacts, checks: CardChecks): void {
  const measures = Object.keys(card.measures)
  const ids = new Set<string>()
  const used = new Set<string | undefined>()
  const families = card.indicators.map(indicator => indicator?.family).filter(family => family !== undefined)
  card.essential?.forEach((family, at) => {
    const place = (index: number) =>
      typeof family === 'string' ? ['essential', at] : ['essential', at, index]
    for (const [index, name] of [family].flat().entries())
      checks.word(place(index), "family of this card's indicators", name, families)
  })
  const check = (path: Path, item: CardIndicator | CardProtective, placeholders: readonly string[]) => {
    if (ids.has(item.id)) checks.report([...path, 'id'], `there is another indicator "${item.id}"`)
    checks.word([...path, 'measure'], 'measure', item.measure, measures)
    checks.word([...path, 'family'], 'family', item.family, pack.families)
    checkSources([...path, 'sources'], item.sources, pack, checks)
    checkPlaceholders(item.says, placeholders, (message, offset, nearest) =>
      checks.report([...path, 'says'], message, { offset, nearest }),
    )
    ids.add(item.id)
    used.add(item.measure)
  }
  card.indicators.forEach((item, index) => {
    check(['indicators', index], item, ['value', 'unit', 'group', 'window'])
    if (item.per !== undefined) checks.word(['indicators', index, 'per'], 'measure', item.per, measures)
    used.add(item.per)
  })
  card.protective?.forEach((item, index) => {
    check(['protective', index], item, ['value', 'unit', 'window'])
  })
  for (const id of measures.filter(id => !used.has(id))) {
    const message = `no indicator uses the measure "${id}"`
    checks.report(['measures', id], message, { severity: 'warning', key: true })
  }
}

function checkSources(path: Path, cited: readonly string[], pack: PackFacts, checks: CardChecks): void {
  cited.forEach((source, index) => {
    checks.word([...path, index], 'source', source, Object.keys(pack.sources))
  })
}

/** Compiles measures and indicators, and leaves out what needs something that nobody supplied. */
function bind(card: Card, pack: PackFacts, overlay: Overlay, checks: CardChecks) {
  const compiled = new Map(
    Object.entries(card.measures).map(([id, measure]) => [id, compileMeasure(id, measure, checks)]),
  )
  const measures: Measure[] = []
  const indicators: Indicator[] = []
  const protective: Protective[] = []
  const unbound: Plan['unbound'][number][] = []

  const place = (id: string) => {
    const measure = compiled.get(id)?.measure
    if (measure === undefined) return -1 // Reported, so that there will be no plan.
    if (!measures.includes(measure)) measures.push(measure)
    return measures.indexOf(measure)
  }
  const unitOf = (id: string) => compiled.get(id)?.measure.unit ?? ''
  const isBound = (indicator: string, ids: readonly (string | undefined)[]) => {
    const missing = ids.flatMap(id => compiled.get(id ?? '')?.missing ?? [])
    const reason = [...new Set(missing.map(notSupplied))].join('; ')
    if (reason !== '') unbound.push({ indicator, reason })
    return reason === ''
  }

  card.indicators.forEach(({ id, says, family, unusual, measure, per, weight, sources }) => {
    if (!isBound(id, [measure, per])) return
    indicators.push({
      id,
      says,
      family,
      measure: place(measure),
      per: per === undefined ? undefined : place(per),
      unit: per === undefined ? unitOf(measure) : ratioUnit(unitOf(measure), unitOf(per)),
      unusual,
      weight: overlay.weights[`${card.card}.${id}`] ?? weight ?? 1,
      ...shareOf(family, pack),
      sources: [...sources],
    })
  })
  card.protective?.forEach(({ id, says, family, measure, full_at: fullAt, takes, sources }) => {
    if (!isBound(id, [measure])) return
    const unit = unitOf(measure)
    protective.push({ id, says, family, measure: place(measure), unit, fullAt, takes, sources: [...sources] })
  })
  return { measures, indicators, protective, unbound }
}

function shareOf(family: string, { shares }: PackFacts): { share?: number } {
  const share = shares?.get(family)
  return share === undefined ? {} : { share }
}

function notSupplied({ kind, name }: Missing): string {
  const { what, key } = suppliedBy[kind]
  return `the ${what} "${name}" is not supplied: add it to ${key} in the overlay`
}

const suppliedBy = {
  limit: { what: 'limit', key: 'limits' },
  terms: { what: 'term list', key: 'terms' },
  corridor: { what: 'corridor list', key: 'corridors' },
} as const

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
