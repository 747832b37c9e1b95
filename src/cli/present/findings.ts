import type { Detected } from '../detection.ts'
import { counted, grouped } from '../terminal/numbers.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { tallyLines } from './matches.ts'
import { notEvaluatedTable } from './notEvaluated.ts'
import { queue } from './queue.ts'

/** The queue with what was looked at and what could not be. With JSON on standard output, only the latter is noted. */
export function showFindings(detected: Detected, terminal: Terminal, json: boolean): void {
  const { alerts, payments, customers, notEvaluated, tallies } = detected
  if (tallies.length > 0) terminal.note(...tallyLines(tallies))
  const missing = notEvaluatedTable(notEvaluated, terminal)
  if (json) {
    if (missing.length > 0) terminal.note(...missing)
    return
  }
  const looked = `${grouped(payments)} payments of ${grouped(customers)} customers`
  terminal.print(
    `${counted(alerts.length, 'alert')} in ${looked}, strongest evidence first.`,
    '',
    ...(alerts.length === 0 ? ['Nothing reached the cut that calibration set.'] : queue(alerts, terminal)),
    ...missing,
  )
}
