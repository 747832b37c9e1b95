import type { Rows } from '../book/memory.ts'
import { microsPerDay } from '../domain/time.ts'
import { evaluateFilter } from '../typology/filter.ts'
import type { Measure } from '../typology/plan.ts'
import { type Known, knownPayments } from './oracleFields.ts'

/**
 * What a measure means, by plain loops over the rows and nothing shared with the kernel. Slow on purpose: for every
 * payment it looks at every other. The kernel must give the same numbers.
 */
export function oracle(rows: Rows, homeCurrency: string, measure: Measure): number[] {
  const { known, fieldOf } = knownPayments(rows, homeCurrency)
  const earlier = (seen: Known) => known.slice(0, known.indexOf(seen) + 1)

  return known.map(seen => {
    const keyOf = (other: Known) => measure.key.map(field => fieldOf(other, field))
    const key = keyOf(seen)
    if (key.some(part => part === undefined || part === '')) return Number.NaN
    const holds = (filter: Measure['where'], other: Known) =>
      evaluateFilter(filter, field => fieldOf(other, field))
    const inWindow = earlier(seen).filter(
      other =>
        other.at > seen.at - measure.windowMicros &&
        keyOf(other).every((part, i) => part === key[i]) &&
        holds(measure.where, other),
    )
    const values = inWindow.map(other => (measure.of === undefined ? 0 : fieldOf(other, measure.of)))
    const numbers = values.filter(value => typeof value === 'number' && !Number.isNaN(value)) as number[]
    const cents = numbers.reduce((total, value) => total + Math.round(value * 100), 0)
    switch (measure.operation) {
      case 'count':
        return inWindow.length
      case 'sum':
        return cents / 100
      case 'mean':
        return numbers.length === 0 ? Number.NaN : cents / (numbers.length * 100)
      case 'min':
        return numbers.length === 0 ? Number.NaN : Math.min(...numbers)
      case 'max':
        return numbers.length === 0 ? Number.NaN : Math.max(...numbers)
      case 'distinct':
        return new Set(values.filter(value => value !== undefined && value !== '')).size
      case 'first':
        return inWindow.length === 0 ? Number.NaN : (seen.at - inWindow[0]!.at) / microsPerDay
      case 'last': {
        const latest = inWindow.filter(other => other !== seen).at(-1)
        return latest === undefined ? Number.NaN : (seen.at - latest.at) / microsPerDay
      }
      case 'gap': {
        const span = (inWindow.at(-1)?.at ?? 0) - (inWindow[0]?.at ?? 0)
        return inWindow.length < 2 ? Number.NaN : span / (inWindow.length - 1) / microsPerDay
      }
      default: {
        const part = inWindow.filter(other => holds(measure.whose!, other)).length
        return inWindow.length === 0 ? Number.NaN : part / inWindow.length
      }
    }
  })
}
