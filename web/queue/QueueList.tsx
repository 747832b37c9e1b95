import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { words } from '../words/words.ts'
import styles from './Queue.module.css'
import { QueueRow, type RowGiven, rowHeight } from './QueueRow.tsx'
import type { Range, Row } from './useQueue.ts'

/** The rows in sight, of as many as there are: the bar beside it is true from the first moment. */
export function QueueList({
  total,
  at,
  rowAt,
  selected,
  onRange,
  ...given
}: {
  readonly total: number
  readonly at: number
  readonly rowAt: (index: number) => Row | undefined
  readonly selected: ReadonlyMap<string, Row>
  readonly onRange: (range: Range) => void
} & Pick<RowGiven, 'zone' | 'now' | 'nameOf' | 'onPoint' | 'onOpen' | 'onSelect'>) {
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialOffset: Math.max(0, at * rowHeight - 200),
  })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  const { scrollToIndex } = virtual
  useEffect(() => onRange({ first, last }), [onRange, first, last])
  useEffect(() => {
    if (total > 0) scrollToIndex(at, { align: 'auto' })
  }, [at, total, scrollToIndex])
  const text = words.queue.columns
  return (
    <div
      role="grid"
      aria-label={words.queue.title}
      aria-rowcount={total + 1}
      aria-multiselectable="true"
      aria-activedescendant={total > 0 ? `row-${at}` : undefined}
      tabIndex={0}
      className={styles.list}
      ref={frame}
      data-autofocus
    >
      <div role="row" aria-rowindex={1} className={styles.head}>
        {Object.entries(text).map(([name, title]) => (
          <div role="columnheader" key={name} data-column={name}>
            {name === 'select' ? <span className={styles.hidden}>{title}</span> : title}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map(item => {
          const row = rowAt(item.index)
          return (
            <QueueRow
              key={item.key}
              {...given}
              row={row}
              index={item.index}
              top={item.start}
              isAt={item.index === at}
              isSelected={row !== undefined && selected.has(row.alert_id)}
            />
          )
        })}
      </div>
    </div>
  )
}
