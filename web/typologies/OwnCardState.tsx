import type { OwnCard } from '../api/ownCards.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

/** Which text detection uses, and who works on another. */
export function OwnCardState({ own }: { readonly own: OwnCard }) {
  const text = words.ownCards
  const [zone] = useZone()
  const { nameOf } = useNames()
  const { in_use: inUse, draft } = own
  return (
    <div className={styles.own}>
      <p>
        {inUse === null ? text.published : text.inUse(nameOf(inUse.written_by), instant(inUse.since!, zone))}
      </p>
      <p>
        {draft === null
          ? text.noDraft
          : text.draft(nameOf(draft.written_by), instant(draft.written_at, zone))}
        {draft !== null && draft.text === null && ` ${text.withdraws}`}
      </p>
      {!own.keeps && <p>{text.noPassphrase}</p>}
    </div>
  )
}
