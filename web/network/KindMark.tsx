import type { ChartNode } from './graph.ts'
import styles from './Network.module.css'

/** The same shapes as in the drawing, in a box of 16 by 16. */
const paths: Readonly<Record<ChartNode['kind'], string>> = {
  customer: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z',
  counterparty:
    'M4 2.5h8a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-8a1.5 1.5 0 0 1-1.5-1.5v-8a1.5 1.5 0 0 1 1.5-1.5z',
  device: 'M4.5 2.5h7l3 5.5l-3 5.5h-7l-3-5.5z',
  identifier: 'M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z',
  group: 'M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5zM6.5 4h3l2.5 2.5v3l-2.5 2.5h-3l-2.5-2.5v-3z',
}

export function KindMark({
  kind,
  state,
}: {
  readonly kind: ChartNode['kind']
  readonly state?: 'alerted' | 'protect' | 'opened' | 'ordinary' | undefined
}) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={styles.mark}
      data-kind={kind}
      data-state={state}
    >
      <path d={paths[kind]} />
    </svg>
  )
}

export function stateOf(node: ChartNode, isOpened = false) {
  if (node.to_protect) return 'protect'
  if (node.alerts > 0) return 'alerted'
  if (node.ordinary) return 'ordinary'
  return isOpened ? 'opened' : undefined
}
