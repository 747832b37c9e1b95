import { SegmentedControl, Skeleton, Table, Title } from '@mantine/core'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Timeline } from '../api/picture.ts'
import { Scrolled } from '../shell/Scrolled.tsx'
import { count, money, percent } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Corridors.module.css'

const CorridorMap = lazy(() => import('./CorridorMap.tsx'))

/** Countries that money went to or came from: on a map, and as figures. */
export function Corridors({ timeline }: { readonly timeline: Timeline }) {
  const text = words.alert.countries
  const { corridors, home_currency: currency } = timeline
  const directions = (['out', 'in'] as const).filter(each => corridors.some(one => one.direction === each))
  const [wanted, setWanted] = useState<'out' | 'in'>('out')
  const direction = directions.includes(wanted) ? wanted : directions[0]
  const shown = useMemo(() => corridors.filter(each => each.direction === direction), [corridors, direction])
  const sum = shown.reduce((all, each) => all + Number(each.amount_home), 0)
  const without = shown.reduce((all, each) => all + each.without_amount_home, 0)
  const isKnown = corridors.some(each => each.country !== null)
  return (
    <section>
      <div className={styles.bar}>
        <Title order={2}>{text.title}</Title>
        <span className={styles.soft}>{text.notAlone}</span>
        {directions.length > 1 && (
          <SegmentedControl
            size="xs"
            className={styles.switch ?? ''}
            aria-label={text.direction}
            value={direction ?? 'out'}
            onChange={value => setWanted(value as 'out' | 'in')}
            data={directions.map(value => ({ value, label: text[value] }))}
          />
        )}
      </div>
      <div className={styles.both}>
        {isKnown ? (
          <Suspense fallback={<Skeleton height={330} />}>
            <CorridorMap corridors={shown} currency={currency} />
          </Suspense>
        ) : (
          <p className={styles.soft}>{text.none}</p>
        )}
        <Scrolled label={text.title} className={styles.table}>
          <Table fz="sm" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.columns.country}</Table.Th>
                <Table.Th ta="right">{text.columns.payments}</Table.Th>
                <Table.Th ta="right">{text.columns.sum}</Table.Th>
                <Table.Th ta="right">{text.columns.share}</Table.Th>
                <Table.Th ta="right">{text.columns.not}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(each => (
                <Table.Tr key={each.country ?? ''}>
                  <Table.Td>{each.country_name ?? text.unknown}</Table.Td>
                  <Table.Td ta="right">{count(each.payments)}</Table.Td>
                  <Table.Td ta="right">{money(each.amount_home, currency)}</Table.Td>
                  <Table.Td ta="right">{sum === 0 ? '—' : percent(Number(each.amount_home) / sum)}</Table.Td>
                  <Table.Td ta="right">{count(each.not_completed)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {without > 0 && <p className={styles.soft}>{text.without(without)}</p>}
        </Scrolled>
      </div>
    </section>
  )
}
