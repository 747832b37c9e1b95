import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import { Bans } from '../shell/Bans.tsx'
import { instant, type Zone } from '../words/times.ts'
import { words } from '../words/words.ts'
import { ClockMark } from './ClockMark.tsx'
import styles from './Queue.module.css'
import type { Row } from './useQueue.ts'

export const rowHeight = 112

export interface RowGiven {
  readonly row: Row | undefined
  readonly index: number
  readonly top: number
  readonly isAt: boolean
  readonly isSelected: boolean
  readonly zone: Zone
  /** Milliseconds since 1970. */
  readonly now: number
  readonly nameOf: (user: string) => string
  readonly onPoint: (index: number) => void
  readonly onOpen: (row: Row) => void
  readonly onSelect: (row: Row) => void
}

/**
 * One alert: what it is, three reasons, how strong, how long it waits and with whom. Drawn anew only where what it is given is
 * another, so that a move of the focus draws the row it leaves and the row it comes to.
 */
export const QueueRow = memo(function QueueRow(given: RowGiven) {
  const { row, index, top, isAt, isSelected, zone, now, nameOf, onPoint, onOpen, onSelect } = given
  const text = words.queue
  return (
    <div
      id={`row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={-1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      data-at={isAt || undefined}
      data-protect={row?.to_protect || undefined}
      data-gone={row?.gone || undefined}
      onClick={() => onPoint(index)}
      onDoubleClick={() => row && onOpen(row)}
    >
      {row === undefined ? (
        <div role="gridcell" className={styles.pending}>
          {words.shell.loading}
        </div>
      ) : (
        <>
          <div role="gridcell" className={styles.select}>
            <Checkbox
              size="xs"
              tabIndex={-1}
              checked={isSelected}
              onChange={() => onSelect(row)}
              aria-label={text.select(row.subject_id)}
            />
          </div>
          <div role="gridcell">
            <ClockMark row={row} now={now} zone={zone} />
          </div>
          <div role="gridcell" className={styles.what}>
            <p className={styles.title}>{row.title}</p>
            <p className={styles.subject}>
              {row.subject}, {row.role}
            </p>
            <ul className={styles.reasons}>
              {row.strongest.map(reason => (
                <li key={reason.says} title={`${reason.says}. ${reason.comparison}`}>
                  {reason.says} <span>{reason.comparison}</span>
                </li>
              ))}
            </ul>
          </div>
          <div role="gridcell" className={styles.strength}>
            <Bans value={row.score_bans} />
            <span>{row.score_in_words}</span>
          </div>
          <div role="gridcell" className={styles.who}>
            <strong data-state={row.state}>{row.gone ? text.gone : words.states[row.state]}</strong>
            <span>{row.assignee === null ? text.nobody : nameOf(row.assignee)}</span>
            {row.snoozed_until !== null && <span>{text.until(instant(row.snoozed_until, zone))}</span>}
          </div>
        </>
      )}
    </div>
  )
})
