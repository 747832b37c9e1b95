import { Button } from '@mantine/core'
import { words } from '../words/words.ts'
import type { Asked } from './DeedDialog.tsx'
import { canUndo, type Done } from './deeds.ts'
import styles from './Queue.module.css'
import type { Row } from './useQueue.ts'

/** What can be done with the alerts that are meant, each with its key. */
export function DeedBar({
  rows,
  hasSelection,
  isBusy,
  onClaim,
  onAsk,
  onNone,
}: {
  readonly rows: readonly Row[]
  readonly hasSelection: boolean
  readonly isBusy: boolean
  readonly onClaim: () => void
  readonly onAsk: (asked: Asked) => void
  readonly onNone: () => void
}) {
  const text = words.queue
  const deeds = [
    ['c', text.keys.claim, onClaim],
    ['a', text.keys.assign, () => onAsk('assign')],
    ['s', text.keys.snooze, () => onAsk('snooze')],
    ['d', text.keys.dismiss, () => onAsk('dismiss')],
    ['e', text.keys.escalate, () => onAsk('escalate')],
  ] as const
  return (
    <div className={styles.foot}>
      <strong>{hasSelection ? text.selected(rows.length) : (rows[0]?.subject ?? '')}</strong>
      {hasSelection && (
        <Button variant="subtle" size="compact-xs" onClick={onNone}>
          {text.keys.none}
        </Button>
      )}
      <div className={styles.push} />
      <div className={styles.deeds}>
        {deeds.map(([key, name, run]) => (
          <Button
            key={key}
            variant="default"
            size="compact-sm"
            disabled={rows.length === 0 || isBusy}
            onClick={run}
          >
            {name}
            <kbd>{key}</kbd>
          </Button>
        ))}
      </div>
    </div>
  )
}

/** What came of the last deed, with a way back where there is one. */
export function DeedNote({
  done,
  isUndone,
  onUndo,
  onClose,
}: {
  readonly done: Done
  readonly isUndone: boolean
  readonly onUndo: () => void
  readonly onClose: () => void
}) {
  const text = words.queue
  const { after, refused, deed } = done
  return (
    <div className={styles.told} role="status">
      {after.length > 0 && (
        <span>{isUndone ? text.undone(after.length) : text.deeds[deed.kind](after.length)}</span>
      )}
      {!isUndone && canUndo(done) && (
        <Button variant="light" size="compact-xs" onClick={onUndo}>
          {text.undo} <kbd>u</kbd>
        </Button>
      )}
      <div className={styles.push} />
      <Button variant="subtle" size="compact-xs" onClick={onClose}>
        {text.close}
      </Button>
      {refused.length > 0 && (
        <ul>
          <li>{text.refused(refused.length)}</li>
          {refused.slice(0, 5).map(({ row, message }) => (
            <li key={row.alert_id}>
              {row.subject}: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
