import type { ColumnKind } from '../domain/tables.ts'
import { microsPerSecond, parseDate, parseInstant } from '../domain/time.ts'
import { type Condition, type Source, unitSeconds } from './profile-schema.ts'

/** The number of a row in its file, under a name that foreign columns do not have. */
const rowNumber = '"lapwing_row"'

/**
 * Profile words to DuckDB expressions over a relation of text columns and the whole number `lapwing_row`. Every name and constant
 * passes one of the two quoting functions below; nothing else of a profile reaches the SQL. A value that a word cannot
 * work with goes through unchanged, so that the check of the canonical table refuses it with its reason.
 */
export function sourceExpression(source: Source, kind: ColumnKind['kind']): string {
  let text = baseExpression(source)
  if (source.trim) text = `trim(${text})`
  if (source.map !== undefined) text = mapped(text, source.map, source.otherwise)
  if (source.date_format !== undefined) return dated(text, source, kind)
  if (source.epoch !== undefined) return stepped(text, source, kind)
  if (source.age_on !== undefined) return born(text, source.age_on)
  if (source.decimal_comma) text = pointed(text)
  if (source.absolute) text = `regexp_replace(${text}, '^\\s*[+-]', '')`
  if (source.minor_units !== undefined) text = divided(text, source.minor_units)
  if (source.decimals !== undefined) text = rounded(text, source.decimals)
  return text
}

/**
 * Which rows an emission takes. Numbers on the wrong side of `at_least` and `below` are left out; what is no number is
 * taken, because left out it would vanish unseen.
 */
export function conditionExpression(conditions: readonly Condition[]): string {
  const tests = conditions.flatMap(condition => {
    const column = identifier(condition.column)
    const text = `coalesce(${column}, '')`
    const list = (values: readonly string[]) => values.map(literal).join(', ')
    const number = `TRY_CAST(${column} AS DECIMAL(38, 12))`
    const bound = (value: number) => `CAST(${literal(decimalText(value))} AS DECIMAL(38, 12))`
    return [
      condition.in && `${text} IN (${list(condition.in)})`,
      condition.not_in && `${text} NOT IN (${list(condition.not_in)})`,
      condition.at_least !== undefined && `coalesce(${number} >= ${bound(condition.at_least)}, true)`,
      condition.below !== undefined && `coalesce(${number} < ${bound(condition.below)}, true)`,
    ].filter(test => typeof test === 'string')
  })
  return tests.length === 0 ? 'true' : tests.map(test => `(${test})`).join(' AND ')
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** The pieces of a template: plain text, and the names in braces. */
export function templateParts(
  template: string,
): readonly ({ readonly text: string } | { readonly column: string })[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter(part => part !== '')
    .map(part => (/^\{[^{}]+\}$/.test(part) ? { column: part.slice(1, -1) } : { text: part }))
}

/** The columns of the foreign file that a source reads; `row` in a template is the row's number. */
export function columnsRead(source: Source): readonly string[] {
  if (source.column !== undefined) return [source.column]
  return templateParts(source.template ?? '').flatMap(part =>
    'column' in part && part.column !== 'row' ? [part.column] : [],
  )
}

/** A template with an unknown part is unknown: half an identifier would join what does not belong together. */
function baseExpression(source: Source): string {
  if (source.column !== undefined) return identifier(source.column)
  if (source.value !== undefined) return literal(source.value)
  const parts = templateParts(source.template ?? '').map(part => {
    if ('text' in part) return literal(part.text)
    return part.column === 'row' ? `CAST(${rowNumber} AS VARCHAR)` : `nullif(${identifier(part.column)}, '')`
  })
  return `(${parts.join(' || ')})`
}

function mapped(text: string, map: Readonly<Record<string, string>>, otherwise: string | undefined): string {
  const cases = Object.entries(map).map(([from, to]) => `WHEN ${literal(from)} THEN ${literal(to)}`)
  // Unknown stays unknown, unless the map says what an empty value means.
  const rest = otherwise === undefined ? text : `CASE WHEN ${text} <> '' THEN ${literal(otherwise)} END`
  return `CASE coalesce(${text}, '') ${cases.join(' ')} ELSE ${rest} END`
}

function dated(text: string, source: Source, kind: ColumnKind['kind']): string {
  const time = `try_strptime(${text}, ${literal(source.date_format ?? '')})`
  if (kind === 'date') return `coalesce(${formatted(time, kind)}, ${text})`
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(source.time_zone ?? '+00:00') ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return `coalesce(${formatted(`${time} - to_minutes(${offset})`, kind)}, ${text})`
}

/** A number of units since an instant, as that instant. */
function stepped(text: string, source: Source, kind: ColumnKind['kind']): string {
  const epoch = parseDate(source.epoch ?? '') ?? parseInstant(source.epoch ?? '') ?? 0
  const seconds = unitSeconds[source.unit ?? 'day']
  const micros = Math.round(seconds * microsPerSecond)
  const spread =
    source.spread_by === undefined
      ? ''
      : ` + (${rowNumber} * ${scatter(seconds)}) % ${seconds} * ${microsPerSecond}`
  const step = `TRY_CAST(${text} AS DECIMAL(20, 6))`
  const instant = `TRY_CAST(round(${step} * CAST(${micros} AS DECIMAL(12, 0))) + ${epoch}${spread} AS BIGINT)`
  return `coalesce(${formatted(`make_timestamp(${instant})`, kind)}, ${text})`
}

/**
 * A factor that has no divisor in common with the seconds of a step, near its golden section: row numbers times it,
 * modulo the step, meet every second once before any twice, and neighbouring rows land far apart.
 */
function scatter(seconds: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b))
  let factor = Math.round(seconds * 0.618)
  while (divides(factor, seconds) !== 1) factor += 1
  return factor
}

/** The 1 July on which someone was born who has this age, in whole years, on the date. */
function born(text: string, ageOn: string): string {
  const [year, month] = ageOn.split('-').map(Number) as [number, number]
  const latest = month >= 7 ? year : year - 1
  const age = `TRY_CAST(${text} AS INTEGER)`
  const birth = `CASE WHEN ${age} BETWEEN 0 AND 150 THEN CAST(${latest} - ${age} AS VARCHAR) || '-07-01' END`
  return `coalesce(${birth}, ${text})`
}

function formatted(time: string, kind: ColumnKind['kind']): string {
  if (kind === 'date') return `strftime(${time}, '%Y-%m-%d')`
  return `replace(strftime(${time}, '%Y-%m-%dT%H:%M:%S.%fZ'), '.000000Z', 'Z')`
}

/** 1.234,50 or 1 234,50 or 1234,5 to a point and no grouping; anything else stays. */
function pointed(text: string): string {
  const shape = literal("^\\s*[+-]?(\\d+|\\d{1,3}([.' \u00a0\u202f]\\d{3})+)(,\\d+)?\\s*$")
  const digits = `regexp_replace(${text}, ${literal("[.' \u00a0\u202f]")}, '', 'g')`
  return `CASE WHEN regexp_matches(${text}, ${shape}) THEN replace(${digits}, ',', '.') ELSE ${text} END`
}

function divided(text: string, minorUnits: number): string {
  const unit = `CAST(${literal((10 ** -minorUnits).toFixed(minorUnits))} AS DECIMAL(5, ${minorUnits}))`
  const whole = `CASE WHEN regexp_matches(${text}, '^\\s*[+-]?\\d{1,18}\\s*$') THEN CAST(${text} AS DECIMAL(18, 0)) END`
  return `coalesce(CAST(CAST(${whole} * ${unit} AS DECIMAL(24, ${minorUnits})) AS VARCHAR), ${text})`
}

/** Rounds the decimal as it is written, a half away from zero; it never passes through a binary fraction. */
function rounded(text: string, decimals: number): string {
  const exact = `TRY_CAST(${text} AS DECIMAL(38, 12))`
  return `coalesce(CAST(CAST(round(${exact}, ${decimals}) AS DECIMAL(38, ${decimals})) AS VARCHAR), ${text})`
}

/** A number without exponent, as SQL decimals are written. */
function decimalText(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 })
}
