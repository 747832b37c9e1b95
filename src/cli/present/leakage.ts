import type { LeakageCheck } from '../leakage.ts'
import { counted } from '../terminal/numbers.ts'
import { table } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** The check for leakage as a person reads it, or as JSON Lines: the count, then one line a leak. */
export function leakageLines(check: LeakageCheck, json: boolean, terminal: Terminal): readonly string[] {
  const { cuts, compared, leaks } = check
  if (json) {
    const value = leaks.length
    const count = { measure: 'alerts_that_knew_later_payments', value, low: value, high: value, n: compared }
    return [count, ...leaks].map(line => JSON.stringify(line))
  }
  const looked = `${counted(compared, 'alert')} compared at ${counted(cuts.length, 'cut')}, from ${cuts.at(-1)} to ${cuts[0]}`
  if (leaks.length === 0) return [`No alert knew of later payments: ${looked}.`, '']
  return [
    `${counted(leaks.length, 'alert')} knew of later payments: ${looked}.`,
    ...table(
      [
        { title: 'Alert' },
        { title: 'Subject' },
        { title: 'Typology' },
        { title: 'Cut at' },
        { title: 'What', columnsMin: 12 },
      ],
      leaks.map(leak => [leak.alert_id, leak.subject_id, leak.typology, leak.cut_at, leak.what]),
      terminal,
    ),
    '',
  ]
}
