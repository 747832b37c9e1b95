import type { TableName } from '../domain/tables.ts'

/** One record as a file has it, before any check: text by canonical column name. */
export interface SourceRow {
  readonly table: TableName
  /** Counted from 1 within the file and table: a line of data, or the n-th transaction of a message. */
  readonly row: number
  /** Where a person finds it, when a number does not say it: `GrpHdr/MsgId M-1, CdtTrfTxInf 2`. */
  readonly place: string
  readonly values: Readonly<Record<string, string>>
  /** What the reader itself could not make sense of; such a row is rejected with these. */
  readonly problems: readonly Problem[]
}

export interface Problem {
  readonly field: string
  readonly value: string
  /** What was wrong. */
  readonly wrong: string
  /** What would be right. */
  readonly right: string
}
