import { byteOrder } from '../../book/memory.ts'
import type { Row } from '../../domain/tables.ts'
import { microsPerDay, parseInstant } from '../../domain/time.ts'

/** Sessions of customers as they come. */
export interface Sessions {
  add(rows: readonly Row<'sessions'>[]): void
  /** The latest that began in the day up to an instant; of those of one moment, that with the last id. */
  before(customer: string, at: number): Row<'sessions'> | undefined
}

interface Begun {
  readonly row: Row<'sessions'>
  readonly at: number
}

export function openSessions(): Sessions {
  /** Of each customer, oldest first. */
  const sessionsOf = new Map<string, Begun[]>()
  return {
    add(rows) {
      const added = Map.groupBy(rows, ({ customer_id }) => customer_id)
      for (const [customer, own] of added) {
        const all = sessionsOf.get(customer) ?? []
        for (const row of own) all.push({ row, at: parseInstant(row.started_at)! })
        all.sort((a, b) => a.at - b.at || byteOrder(a.row.session_id, b.row.session_id))
        sessionsOf.set(customer, all)
      }
    },
    before(customer, at) {
      const own = sessionsOf.get(customer) ?? []
      let low = 0
      let high = own.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if (own[middle]!.at <= at) low = middle + 1
        else high = middle
      }
      const latest = own[low - 1]
      return latest !== undefined && latest.at > at - microsPerDay ? latest.row : undefined
    },
  }
}
