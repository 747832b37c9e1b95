import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { words } from '../words/words.ts'
import type { ChartNode, Link } from './graph.ts'
import { KindMark, stateOf } from './KindMark.tsx'
import { kindOf, nameOf } from './labels.ts'
import styles from './Network.module.css'

const rowHeight = 40

/** Every node of the chart, for whoever does not use the picture. */
export function NodeList({
  nodes,
  around,
  focus,
  onFocus,
}: {
  readonly nodes: readonly ChartNode[]
  readonly around: ReadonlyMap<string, readonly Link[]>
  readonly focus: string | undefined
  readonly onFocus: (key: string) => void
}) {
  const text = words.network
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const at = nodes.findIndex(each => each.key === focus)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the focus moves
  useEffect(() => {
    if (at !== -1) rows.scrollToIndex(at)
  }, [at])
  return (
    <>
      <p className={styles.soft}>{text.list.sort}</p>
      <div ref={scroller} className={styles.list}>
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const node = nodes[index]!
            const links = around.get(node.key)?.length ?? 0
            return (
              <li
                key={node.key}
                aria-setsize={nodes.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              >
                <button
                  type="button"
                  className={styles.row}
                  aria-current={node.key === focus || undefined}
                  onClick={() => onFocus(node.key)}
                >
                  <KindMark kind={node.kind} state={stateOf(node)} />
                  <span className={styles.name}>
                    <span>{nameOf(node)}</span>
                    <span>{kindOf(node)}</span>
                  </span>
                  <span className={styles.figures}>
                    <span>{text.focus.links(links)}</span>
                    <span>
                      {node.to_protect
                        ? text.toProtect
                        : node.alerts > 0
                          ? text.alerts(node.alerts)
                          : node.ordinary && text.ordinary}
                    </span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}
