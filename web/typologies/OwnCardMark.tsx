import type { OwnCardRow } from '../api/ownCards.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

/** That the institution has a version of its own of a card, or works on one. */
export function OwnCardMark({ of }: { readonly of: OwnCardRow | undefined }) {
  if (of === undefined) return null
  const { inUse, draft, waits } = words.ownCards.marks
  const marks = [
    ...(of.in_use ? [inUse] : []),
    ...(of.approval_id === null ? (of.has_draft ? [draft] : []) : [waits]),
  ]
  return marks.map(mark => (
    <span key={mark} className={styles.badge}>
      {mark}
    </span>
  ))
}
