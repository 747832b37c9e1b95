import { words } from '../words/words.ts'
import styles from './Bans.module.css'

/** Beyond it the scale is no longer learnt from the book: six bans are one in a million. */
const most = 6

/** Evidence as a bar and a number, on one scale everywhere. Bans: each is ten times rarer. */
export function Bans({ value, against = false }: { readonly value: number; readonly against?: boolean }) {
  const share = Math.min(1, Math.max(0, value) / most)
  return (
    <span className={styles.bans} data-against={against || undefined}>
      <span className={styles.scale} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span>{words.evidence.bans(value)}</span>
    </span>
  )
}
