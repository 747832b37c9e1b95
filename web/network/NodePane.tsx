import { Button, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import { type ChartNode, type Link, otherEnd } from './graph.ts'
import { KindMark, stateOf } from './KindMark.tsx'
import { kindOf, linkLabel, nameOf } from './labels.ts'
import styles from './Network.module.css'
import { pageOf } from './pageOf.ts'

const shownMax = 60

/** The node in focus: who, how ordinary, what can be done, and each of its links. */
export function NodePane({
  node,
  links,
  nodes,
  currency,
  ordinaryAbove,
  isOpened,
  isPinned,
  pathFrom,
  onFocus,
  deeds,
}: {
  readonly node: ChartNode | undefined
  readonly links: readonly Link[]
  readonly nodes: ReadonlyMap<string, ChartNode>
  readonly currency: string
  readonly ordinaryAbove: number
  readonly isOpened: boolean
  readonly isPinned: boolean
  readonly pathFrom: string | undefined
  readonly onFocus: (key: string) => void
  readonly deeds: Readonly<Record<'expand' | 'pin' | 'hide' | 'group' | 'open' | 'path', () => unknown>>
}) {
  const text = words.network.focus
  if (node === undefined) return <p className={styles.soft}>{text.none}</p>
  const sorted = links.toSorted((one, other) => Number(other.amount_home ?? 0) - Number(one.amount_home ?? 0))
  const alerts = node.to_protect ? words.network.toProtect : words.network.alerts(node.alerts)
  return (
    <div className={styles.node}>
      <div>
        <p className={styles.kind}>
          <KindMark kind={node.kind} state={stateOf(node, isOpened)} /> {kindOf(node)}
          {node.alerts > 0 && <strong data-protect={node.to_protect || undefined}>{alerts}</strong>}
        </p>
        <Title order={2}>{nameOf(node)}</Title>
        {node.name !== null && <p className={styles.soft}>{node.id}</p>}
        {node.is_start && <p className={styles.soft}>{text.begin}</p>}
        {node.customers !== null && (
          <p className={styles.soft}>{words.network.shared(node.customers, ordinaryAbove)}</p>
        )}
      </div>
      <div className={styles.deeds}>
        <Deed onDo={deeds.expand} isDone={isOpened} letter="e">
          {node.kind === 'group' ? text.ungroup : isOpened ? text.opened : text.open}
        </Deed>
        <Deed onDo={deeds.pin} letter="p">
          {isPinned ? text.unpin : text.pin}
        </Deed>
        <Deed onDo={deeds.hide} letter="h">
          {text.hide}
        </Deed>
        <Deed onDo={deeds.path} letter="f">
          {pathFrom === undefined ? text.from : text.to(pathFrom)}
        </Deed>
        {node.kind !== 'group' && (
          <Deed onDo={deeds.group} letter="g">
            {text.group}
          </Deed>
        )}
        {pageOf(node) !== undefined && (
          <Deed onDo={deeds.open} letter="Enter">
            {text.page}
          </Deed>
        )}
      </div>
      <Title order={3}>{text.links(links.length)}</Title>
      <ul className={styles.links}>
        {sorted.slice(0, shownMax).map(link => (
          <LinkRow
            key={link.key}
            link={link}
            node={node}
            other={nodes.get(otherEnd(link, node.key))!}
            currency={currency}
            onFocus={onFocus}
          />
        ))}
      </ul>
      {sorted.length > shownMax && (
        <p className={styles.soft}>
          {text.more(sorted.length - shownMax)}. {text.moreWhy}
        </p>
      )}
    </div>
  )
}

function Deed({
  onDo,
  letter,
  isDone = false,
  children,
}: {
  readonly onDo: () => unknown
  readonly letter: string
  readonly isDone?: boolean
  readonly children: ReactNode
}) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      disabled={isDone}
      onClick={() => onDo()}
      rightSection={<kbd>{letter}</kbd>}
    >
      {children}
    </Button>
  )
}

function LinkRow({
  link,
  node,
  other,
  currency,
  onFocus,
}: {
  readonly link: Link
  readonly node: ChartNode
  readonly other: ChartNode
  readonly currency: string
  readonly onFocus: (key: string) => void
}) {
  const text = words.network.link
  const [zone] = useZone()
  const way = link.by !== 'payments' ? text.shares : link.from === node.key ? text.pays : text.isPaid
  const { first_at, last_at } = link
  return (
    <li>
      <button type="button" onClick={() => onFocus(other.key)}>
        <KindMark kind={other.kind} state={stateOf(other)} />
        <span>
          <span className={styles.soft}>{way}</span> <strong>{nameOf(other)}</strong>
          <br />
          <span>{linkLabel(link, currency)}</span>
          {first_at !== null && last_at !== null && (
            <span className={styles.soft}> {text.between(day(first_at, zone), day(last_at, zone))}</span>
          )}
        </span>
      </button>
    </li>
  )
}
