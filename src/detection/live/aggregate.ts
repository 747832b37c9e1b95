import type { Bit, Conditions } from './conditions.ts'
import type { Grouping, Groupings } from './groups.ts'
import type { Column, Rows } from './rows.ts'
import type { Values } from './values.ts'

/**
 * What one measure keeps of each group, and how payments enter and leave it. `record` is where the slots of the group
 * begin. Each does what the loop of the same name in `../windows.ts` does, one payment at a time, and so gives the same value.
 */
export interface Aggregate {
  /** Takes the present payment in where it passes the measure's filter, as `row`; answers the value at it. */
  observe(record: number, passes: boolean, row: number): number
  /** Lets a row go that had passed; it lies at `slot` of the columns. Absent where nothing needs to be let go. */
  readonly leave?: (record: number, slot: number, row: number) => void
}

/** What aggregates are made of. */
export interface Parts {
  readonly values: Values
  readonly conditions: Conditions
  readonly groupings: Groupings
  readonly rows: Rows
  /** When the present payment was booked, in microseconds. */
  readonly clock: { now: number }
  /** What rows keep of their payment, to know it by when it leaves. */
  numbersOf(field: string): Column<Float64Array>
  groupsOf(grouping: Grouping): Column<Uint32Array>
  wordOf(bit: Bit): Column<Uint32Array>
}
