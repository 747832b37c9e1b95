import type { Binding } from '../src/detection/binding.ts'
import { flagNo, flagYes } from '../src/detection/fields.ts'
import { microsPerDay } from '../src/domain/time.ts'
import type { Filter, Measure } from '../src/typology/plan.ts'

/**
 * A plan's measures as window expressions of DuckDB, with the kernel's meaning to the last bit: what the kernel's
 * speed is compared with. They read the table that `windows-table.ts` makes.
 */

/** Places in `moment` below one microsecond: more than there are payments in any one instant. */
export interface Moments {
  readonly placesPerMicro: number
}

/**
 * One row a payment whose key is known: its index in the history as `payment`, and each measure's value as `m0`, `m1`
 * and so on, NULL where it has none. The measures must share one key, so that DuckDB sorts once for all of them. Of the
 * subjects (customers or counterparties) one in `oneIn` is taken, with all that is theirs.
 */
export function windowQuery(
  measures: readonly Measure[],
  binding: Binding,
  moments: Moments,
  oneIn: number,
): string {
  const [{ key }] = measures as readonly [Measure]
  const partition = key.map(column).join(', ')
  const frames = [...new Set(measures.map(frameOf))]
  const values = measures.map((measure, i) => {
    return `${valueSql(measure, binding, `frame_${frames.indexOf(frameOf(measure))}`)} AS m${i}`
  })
  const windows = frames.map(
    (frame, i) => `frame_${i} AS (PARTITION BY ${partition} ORDER BY moment ${frame})`,
  )
  return `SELECT payment, ${values.join(', ')} FROM payments WHERE ${rowsOf(key, oneIn)} WINDOW ${windows.join(', ')}`

  function frameOf({ operation, windowMicros }: Measure): string {
    const from = Number.isFinite(windowMicros)
      ? `${BigInt(windowMicros - 1) * BigInt(moments.placesPerMicro)} + place PRECEDING`
      : 'UNBOUNDED PRECEDING'
    const exclusion = operation === 'last' ? ' EXCLUDE CURRENT ROW' : ''
    return `RANGE BETWEEN ${from} AND CURRENT ROW${exclusion}`
  }
}

/** Which payments a query over this key looks at. */
export function rowsOf(key: readonly string[], oneIn: number): string {
  const known = key.map(field => `${column(field)} IS NOT NULL`)
  return [...known, `${column(key[0]!)} % ${oneIn} = 0`].join(' AND ')
}

/** The kernel divides in the same order, so that both round alike. */
function valueSql({ operation, where, whose, of }: Measure, binding: Binding, frame: string): string {
  const filter = filterSql(where, binding)
  const over = (aggregate: string, holds = filter) => `${aggregate} FILTER (WHERE ${holds}) OVER ${frame}`
  const days = `/ ${double(microsPerDay)}`
  switch (operation) {
    case 'count':
      return over('count(*)')
    case 'distinct':
      return over(`count(DISTINCT ${column(of!)})`)
    case 'sum':
      return `coalesce(${over(`sum(${column(of!)})`)}, 0) / ${scaleOf(binding, of!)}`
    case 'mean':
      return `${over(`sum(${column(of!)})`)} / (${over(`count(${column(of!)})`)} * ${scaleOf(binding, of!)})`
    case 'min':
    case 'max':
      return `${over(`${operation}(${column(of!)})`)} / ${scaleOf(binding, of!)}`
    case 'first':
      return `(booked_at - ${over('min(booked_at)')}) ${days}`
    case 'last':
      return `(booked_at - ${over('max(booked_at)')}) ${days}`
    case 'gap':
      return `(${over('max(booked_at)')} - ${over('min(booked_at)')}) / nullif(greatest(${over('count(*)')} - 1, 0), 0) ${days}`
    case 'share':
      return `${over('count(*)', `${filter} AND ${filterSql(whose!, binding)}`)} / nullif(${over('count(*)')}, 0)`
  }
}

/** A filter as SQL. Unknown values are NULL, and what compares with NULL does not hold, as in the plan. */
export function filterSql(filter: Filter, binding: Binding): string {
  switch (filter.kind) {
    case 'constant':
      return String(filter.holds)
    case 'all':
    case 'any': {
      const parts = filter.of.map(part => filterSql(part, binding))
      if (parts.length === 0) return String(filter.kind === 'all')
      return `(${parts.join(filter.kind === 'all' ? ' AND ' : ' OR ')})`
    }
    case 'number':
      return `${column(filter.field)} / ${scaleOf(binding, filter.field)} ${filter.comparison} ${double(filter.value)}`
    case 'text': {
      const codes = [...binding.textTable(filter).entries()].filter(([, passes]) => passes === 1)
      if (codes.length === 0) return 'false'
      return `${column(filter.field)} IN (${codes.map(([code]) => code).join(', ')})`
    }
    case 'same': {
      const table = binding.sameTable(filter.field, filter.other).join(', ')
      return `((${column(filter.field)} = list_extract([${table}], ${column(filter.other)} + 1)) = ${filter.holds})`
    }
    case 'flag':
      return `${column(filter.field)} = ${filter.holds ? flagYes : flagNo}`
    case 'known':
      return `${column(filter.field)} IS ${filter.holds ? 'NOT ' : ''}NULL`
  }
}

const column = (field: string): string => `"${field}"`

/** Read as text, a number becomes the nearest double, as in JavaScript. */
const double = (value: number): string => `'${value}'::DOUBLE`

function scaleOf(binding: Binding, name: string): string {
  const field = binding.field(name)
  return double(field.type === 'number' ? field.scale : 1)
}
