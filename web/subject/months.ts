import type { Subject } from '../api/search.ts'

export interface Month {
  /** `2029-11`. */
  readonly month: string
  readonly in: { readonly payments: number; readonly amount: string }
  readonly out: { readonly payments: number; readonly amount: string }
}

const none = { payments: 0, amount: '0.00' }

/** Every month from the first to the last, those without payments among them. */
export function everyMonth(months: Subject['months']): readonly Month[] {
  const first = months[0]?.month
  const last = months.at(-1)?.month
  if (first === undefined || last === undefined) return []
  const found = Map.groupBy(months, ({ month }) => month)
  const all: Month[] = []
  for (let month = first; month <= last; month = following(month)) {
    const of = (direction: 'in' | 'out') => {
      const one = found.get(month)?.find(each => each.direction === direction)
      return one === undefined ? none : { payments: one.payments, amount: one.amount_home }
    }
    all.push({ month, in: of('in'), out: of('out') })
  }
  return all
}

function following(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
