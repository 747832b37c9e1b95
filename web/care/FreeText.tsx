import { words } from '../words/words.ts'
import { partsOf } from './addresses.ts'
import styles from './Care.module.css'

/** What people wrote, as they wrote it. Addresses in it are text: nothing here leads out, and least of all to abuse material. */
export function FreeText({ text }: { readonly text: string }) {
  return (
    <span className={styles.free}>
      {partsOf(text).map(({ at, text: part, isAddress }) =>
        isAddress ? (
          <span key={at} className={styles.address} title={words.care.noLink}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  )
}
