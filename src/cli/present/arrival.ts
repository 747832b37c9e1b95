import type { Arrival } from '../../casework/alerts/arrive.ts'

/** `42 alerts: 10 new, 5 brought up to date, 26 as they were, 1 part of a stronger one; 2 came back, 1 woke`. */
export function arrivalInWords(arrival: Arrival): string {
  const { arrived, created, updated, unchanged, folded, reopened, woken } = arrival
  const parts = [`${created} new`, `${updated} brought up to date`, `${unchanged} as they were`]
  if (folded > 0) parts.push(`${folded} part of a stronger one`)
  const back = reopened + woken > 0 ? `; ${reopened} came back after dismissal, ${woken} woke` : ''
  return `${arrived} alerts: ${parts.join(', ')}${back}`
}
