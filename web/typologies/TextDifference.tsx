import { words } from '../words/words.ts'
import { type DifferenceLine, nearChanges } from './difference.ts'
import styles from './Typologies.module.css'

const sign = { same: ' ', added: '+', removed: '-' } as const

/** Two texts line by line: the changed lines with those around them. */
export function TextDifference({ lines }: { readonly lines: readonly DifferenceLine[] }) {
  const text = words.typologies
  const near = nearChanges(lines, 3)
  if (near.length === 0) return <p>{text.noDifference}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.difference} tabIndex={0} aria-label={text.differenceLabel}>
      {near.map(({ at, line }) => (
        <span key={at} data-kind={line?.kind}>
          {line === undefined ? text.leftOut : `${sign[line.kind]} ${line.text}`}
        </span>
      ))}
    </section>
  )
}
