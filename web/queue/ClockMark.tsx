import { age, instant, type Zone } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Queue.module.css'
import type { Row } from './useQueue.ts'

/** Which clock runs, and how long the alert has waited on it. A date for a report is set only once a suspicion is formed. */
export function ClockMark({
  row,
  now,
  zone,
}: {
  readonly row: Row
  readonly now: number
  readonly zone: Zone
}) {
  const text = words.queue
  const isDone = row.state === 'dismissed' || row.state === 'escalated'
  return (
    <div
      className={styles.clock}
      data-clock={row.clock}
      title={text.cameIn(instant(row.first_arrived_at, zone, { named: true }))}
    >
      <strong>{text.clock[row.clock]}</strong>
      {isDone ? (
        <span>{text.cameAgo(age(row.first_arrived_at, now))}</span>
      ) : (
        <>
          <span>{text.waits(age(row.first_arrived_at, now))}</span>
          <span>{text.counts[row.clock]}</span>
        </>
      )}
    </div>
  )
}
