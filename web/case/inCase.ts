import type { WholeCase } from '../api/cases.ts'

/** What each part of the case page is given. */
export interface InCase {
  readonly whole: WholeCase
  readonly refresh: () => Promise<void>
  readonly mayChange: boolean
}
