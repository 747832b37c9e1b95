import type { CardCoverage } from '../api/typologies.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

/** How far the book can show a typology: a mark that is told apart by its form, and the word. */
export function CoverageState({ of }: { readonly of: CardCoverage | undefined }) {
  const text = words.typologies
  if (of === undefined) return <span className={styles.soft}>{text.unknown}</span>
  const seen = of.indicators.filter(each => each.evaluated).length
  return (
    <span className={styles.state} data-state={of.state}>
      <span aria-hidden="true" className={styles.mark} />
      {text.states[of.state]} {text.ofIndicators(seen, of.indicators.length)}
    </span>
  )
}
