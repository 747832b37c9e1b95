import { Button, Skeleton, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WholeAlert } from '../api/alerts.ts'
import { type LookAlike, readLookAlikes } from '../api/picture.ts'
import { Bans } from '../shell/Bans.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { Scrolled } from '../shell/Scrolled.tsx'
import { words } from '../words/words.ts'
import styles from './LookAlikes.module.css'
import { pathOf } from './path.ts'

/** So many stand side by side until more are asked for. */
const fewest = 6

/** The nearest whom nobody alerted, or whom somebody cleared, side by side with the subject. */
export function LookAlikes({ alert }: { readonly alert: WholeAlert }) {
  const text = words.alert.alike
  const { data, error, refetch } = useQuery({
    queryKey: ['alert', alert.alert_id, 'look-alikes'],
    queryFn: () => readLookAlikes(alert.alert_id),
  })
  const isPayee = alert.subject_kind === 'counterparty'
  return (
    <section>
      <Title order={2}>{isPayee ? text.counterparty : text.title[pathOf(alert)]}</Title>
      {error ? (
        <ProblemNote problem={error} again={refetch} />
      ) : data === undefined ? (
        <Skeleton height={180} mt="sm" />
      ) : data.items.length === 0 ? (
        <p className={styles.soft}>{data.known ? text.none : text.unknown}</p>
      ) : (
        <>
          <p className={styles.soft}>{text.what}</p>
          <SideBySide alert={alert} items={data.items} />
        </>
      )}
    </section>
  )
}

function SideBySide({ alert, items }: { readonly alert: WholeAlert; readonly items: readonly LookAlike[] }) {
  const text = words.alert.alike
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, fewest)
  const { reasons } = alert.finding
  // What is unusual on the subject: each of the others shares it or lacks it.
  const names = new Set(items.flatMap(each => [...each.shares, ...each.lacks].map(one => one.indicator)))
  const rows = reasons
    .filter(each => names.has(each.indicator))
    .toSorted((one, other) => other.bans - one.bans)
  const says = (indicator: string) =>
    reasons.find(each => each.indicator === indicator)?.family ?? indicator.replaceAll('-', ' ')
  const listed = (indicators: readonly string[]) =>
    indicators.length === 0 ? text.nothing : text.and([...new Set(indicators.map(says))])
  return (
    <Scrolled label={text.what} className={styles.wide}>
      <Table
        fz="sm"
        verticalSpacing={5}
        className={styles.table}
        style={{ minWidth: `${29 + 8.5 * shown.length}rem` }}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.alert.indicators.columns.what}</Table.Th>
            <Table.Th className={styles.own}>{text.subject}</Table.Th>
            {shown.map(each => (
              <Table.Th key={each.subject_id} className={styles.other}>
                {each.subject_id}
                <span>{text.standing[each.standing]}</span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.indicator}>
              <Table.Th scope="row">{row.says}</Table.Th>
              <Table.Td className={styles.own}>
                <Bans value={row.bans} />
              </Table.Td>
              {shown.map(each => {
                const has = each.shares.some(one => one.indicator === row.indicator)
                return (
                  <Table.Td key={each.subject_id} className={styles.cell} data-has={has}>
                    <span aria-hidden="true">{has ? '●' : '○'}</span> {has ? text.shares : text.lacks}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
          <Table.Tr className={styles.first}>
            <Table.Th scope="row">{text.inAll}</Table.Th>
            <Table.Td className={styles.own}>{text.counts(rows.length, rows.length)}</Table.Td>
            {shown.map(each => (
              <Table.Td key={each.subject_id}>{text.counts(each.shares.length, rows.length)}</Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{text.besides}</Table.Th>
            <Table.Td className={styles.own} />
            {shown.map(each => (
              <Table.Td key={each.subject_id}>{listed(each.besides)}</Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">{text.for}</Table.Th>
            <Table.Td className={styles.own}>
              {alert.finding.speaks_against.length === 0
                ? text.nothing
                : text.and(alert.finding.speaks_against.map(each => each.family))}
            </Table.Td>
            {shown.map(each => (
              <Table.Td key={each.subject_id}>
                {each.speaks_against.length === 0
                  ? text.nothing
                  : text.and(each.speaks_against.map(one => one.replaceAll('-', ' ')))}
              </Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row" title={text.distanceHint}>
              {text.distance}
              <span>{text.distanceHint}</span>
            </Table.Th>
            <Table.Td className={styles.own} />
            {shown.map(each => (
              <Table.Td key={each.subject_id}>{words.evidence.bans(each.distance_bans)}</Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
      {items.length > shown.length && (
        <Button variant="subtle" size="compact-xs" className="no-print" onClick={() => setIsWhole(true)}>
          {text.all(items.length)}
        </Button>
      )}
    </Scrolled>
  )
}
