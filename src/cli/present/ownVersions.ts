import type { Plan } from '../../typology/plan.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Notes which cards the institution uses in a version of its own, so that nobody takes them for the published ones. */
export function ownVersions(plans: readonly Plan[], terminal: Terminal): void {
  const lines = plans.flatMap(({ card, pack, packVersion, inPlaceOf }) => {
    if (inPlaceOf === undefined) return []
    return `Own version of ${card} (${pack} ${packVersion}) in place of the one of ${inPlaceOf.pack} ${inPlaceOf.packVersion}.`
  })
  if (lines.length > 0) terminal.note(...lines)
}
