import { Button, Table, Title } from '@mantine/core'
import { useState } from 'react'
import type { Finding } from '../api/alerts.ts'
import { Bans } from '../shell/Bans.tsx'
import { Scrolled } from '../shell/Scrolled.tsx'
import { bare, measured } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Indicators.module.css'
import { PeerCurveDrawing } from './PeerCurveDrawing.tsx'
import type { Path } from './path.ts'
import { peerCurveOf } from './peerCurve.ts'

export type Reason = Finding['reasons'][number]

/** Less than this is not unusual: one in one and a quarter. */
const leastBans = 0.1

interface Given {
  readonly reasons: readonly Reason[]
  readonly path: Path
  /** Its number among the sources of the alert. */
  readonly placeOf: (source: string) => number
  readonly onShow: (reason: Reason) => void
}

/** Each reason drawn among the peers it was compared with, those that count first; the same as a table. */
export function Indicators({ reasons, path, placeOf, onShow }: Given) {
  const text = words.alert.indicators
  const [isTable, setIsTable] = useState(false)
  const sorted = reasons.toSorted((one, other) => other.bans - one.bans)
  const counted = sorted.filter(each => each.counted && each.bans >= leastBans)
  const others = sorted.filter(each => !counted.includes(each))
  return (
    <section>
      <div className={styles.title}>
        <Title order={2}>{text.title[path]}</Title>
        <Button
          variant="subtle"
          size="compact-xs"
          className="no-print"
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          {text.table}
        </Button>
      </div>
      {isTable ? (
        <ReasonTable reasons={sorted} />
      ) : (
        <>
          <p className={styles.soft}>{text.how}</p>
          <ul className={styles.cards}>
            {counted.map(each => (
              <ReasonCard key={each.indicator} reason={each} placeOf={placeOf} onShow={onShow} />
            ))}
          </ul>
          {others.length > 0 && (
            <details className={styles.others}>
              <summary>{text.more(others.length)}</summary>
              <p className={styles.soft}>{text.moreWhy}</p>
              <ul>
                {others.map(each => (
                  <li key={each.indicator}>
                    <span>{each.says}</span> <span className={styles.soft}>{each.comparison}</span>
                    <br />
                    <span className={styles.soft}>{each.standing}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  )
}

function ReasonCard({
  reason,
  placeOf,
  onShow,
}: { readonly reason: Reason } & Pick<Given, 'placeOf' | 'onShow'>) {
  const text = words.alert.indicators
  const { distribution, value, unit, payment_ids: ids, payment_count: payments } = reason
  const here = measured(value, unit)
  const curve = distribution && peerCurveOf(distribution, reason)
  return (
    <li className={styles.card}>
      <p className={styles.says}>{reason.says}</p>
      <p className={styles.measure}>
        <Bans value={reason.bans} />
        <span>{reason.standing}</span>
      </p>
      {curve === undefined ? (
        <p className={styles.soft}>{text.none}</p>
      ) : (
        <PeerCurveDrawing curve={curve} label={text.curve(here, reason.comparison)} />
      )}
      <p className={styles.soft}>
        <strong>{text.here(here)}</strong> {peersInWords(reason)}
      </p>
      <p className={styles.soft}>{reason.comparison}</p>
      {reason.named.length > 0 && (
        <div className={styles.named}>
          <strong>{text.intelligence}</strong>
          {reason.named.map(each => (
            <p key={each}>{each}</p>
          ))}
        </div>
      )}
      <p className={styles.foot}>
        {ids.length > 0 && (
          <Button variant="subtle" size="compact-xs" className="no-print" onClick={() => onShow(reason)}>
            {ids.length === payments ? text.show(payments) : text.shownOf(ids.length, payments)}
          </Button>
        )}
        <span>
          {reason.sources.map(source => (
            <a key={source} href="#sources" aria-label={text.source(placeOf(source))} title={source}>
              [{placeOf(source)}]
            </a>
          ))}
        </span>
      </p>
    </li>
  )
}

/** `Half of the peers: 2 payments or more; 1 in 10: 5 payments or more.` */
function peersInWords({ distribution, unit }: Reason): string {
  const at = (share: number) => {
    const value = distribution?.points.find(each => each.share === share)?.value
    return value === undefined ? undefined : bare(value, unit)
  }
  const half = at(0.5)
  if (half === undefined) return ''
  const tenth = at(0.1)
  return words.alert.indicators.peers(
    half,
    tenth === half ? undefined : tenth,
    distribution?.unusual === 'low',
  )
}

function ReasonTable({ reasons }: { readonly reasons: readonly Reason[] }) {
  const { columns } = words.alert.indicators
  const at = ({ distribution, unit }: Reason, share: number) => {
    const value = distribution?.points.find(each => each.share === share)?.value
    return value === undefined ? '—' : measured(value, unit)
  }
  return (
    <Scrolled label={words.alert.indicators.table} className={styles.wide}>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.what}</Table.Th>
            <Table.Th ta="right">{columns.value}</Table.Th>
            <Table.Th ta="right">{columns.half}</Table.Th>
            <Table.Th ta="right">{columns.tenth}</Table.Th>
            <Table.Th>{columns.rarity}</Table.Th>
            <Table.Th ta="right">{columns.bans}</Table.Th>
            <Table.Th>{columns.family}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reasons.map(each => (
            <Table.Tr key={each.indicator}>
              <Table.Td>{each.says}</Table.Td>
              <Table.Td ta="right">{measured(each.value, each.unit)}</Table.Td>
              <Table.Td ta="right">{at(each, 0.5)}</Table.Td>
              <Table.Td ta="right">{at(each, 0.1)}</Table.Td>
              <Table.Td>{each.comparison}</Table.Td>
              <Table.Td ta="right">{each.bans.toFixed(1)}</Table.Td>
              <Table.Td>{each.standing}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
