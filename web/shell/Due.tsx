import { duration, instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Due.module.css'
import { useNow } from './now.ts'
import { useZone } from './zone.ts'

export type Urgency = 'in_time' | 'soon' | 'late'

/** When something is due, and how much it presses: by a mark and by words, never by colour alone. */
export function Due({ at, urgency }: { readonly at: string; readonly urgency?: Urgency | null }) {
  const now = useNow(60_000)
  const [zone] = useZone()
  const left = Date.parse(at) - now
  const presses = left <= 0 ? 'late' : (urgency ?? 'in_time')
  const text = words.due
  return (
    <span className={styles.due} data-urgency={presses} title={instant(at, zone, { named: true })}>
      {left <= 0 ? text.late(duration(-left)) : text.left(duration(left))}
      {presses === 'soon' && ` · ${text.soon}`}
    </span>
  )
}
