import type { TextProblem } from '../api/typologies.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

/** What is wrong with a text, a line each; each leads to its place. */
export function Problems({
  problems,
  onGo,
}: {
  readonly problems: readonly TextProblem[]
  readonly onGo: (problem: TextProblem) => void
}) {
  const text = words.typologies
  return (
    <ul className={styles.problems} aria-label={text.problems}>
      {problems.map(each => (
        <li key={`${each.line} ${each.column} ${each.message}`}>
          <button type="button" onClick={() => onGo(each)}>
            {text.at(each.line, each.column)}
          </button>{' '}
          {text.severity[each.severity]} {each.message}
          {each.nearest !== undefined && ` ${text.meant(each.nearest)}`}
        </li>
      ))}
    </ul>
  )
}
