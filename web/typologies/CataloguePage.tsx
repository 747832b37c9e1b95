import { Anchor, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { readCatalogue } from '../api/typologies.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import { CoverageState } from './CoverageState.tsx'
import { OwnCardMark } from './OwnCardMark.tsx'
import styles from './Typologies.module.css'
import { useAlertCounts, useCoverage, useOwnCards } from './useOptional.ts'

/** Every published typology in a row, in plain words: whom it is about, what it rests on, and what it found. */
export default function CataloguePage() {
  const text = words.typologies
  const [zone] = useZone()
  const navigate = useNavigate()
  const [focus, setFocus] = useState(0)
  const { data, error, refetch } = useQuery({ queryKey: ['typologies'], queryFn: readCatalogue })
  const counts = useAlertCounts()
  const coverage = useCoverage()
  const own = useOwnCards()
  const count = data?.items.length ?? 0
  const open = (card: string | undefined) =>
    card !== undefined && void navigate({ to: `/typologies/${card}` })
  const move = (by: number) => setFocus(at => Math.min(Math.max(at + by, 0), Math.max(count - 1, 0)))
  useKeys(text.title, [
    { keys: ['j', 'ArrowDown'], says: text.keys.next, run: () => move(1) },
    { keys: ['k', 'ArrowUp'], says: text.keys.previous, run: () => move(-1) },
    { keys: ['Enter'], says: text.keys.open, run: () => open(data?.items[focus]?.card) },
    ...(coverage.may
      ? [{ keys: ['m'], says: text.keys.map, run: () => void navigate({ to: '/coverage' }) }]
      : []),
  ])
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  const alertsOf = new Map(counts.data?.items.map(each => [each.card, each.alerts]))
  const total = [...alertsOf.values()].reduce((sum, each) => sum + each, 0)
  return (
    <div className={styles.wide}>
      <header className={styles.head}>
        <Title order={1}>{text.title}</Title>
        <p>{text.pack(data.title, data.pack_version, data.items.length)}</p>
        {coverage.may && (
          <Anchor component={Link} to="/coverage">
            {text.toCoverage}
          </Anchor>
        )}
      </header>
      <p className={styles.soft}>
        {text.about}
        {counts.data && ` ${text.lastRun(instant(counts.data.found_at, zone, { named: true }), total)}`}
        {counts.isError && ` ${text.noRun}`}
      </p>
      <div className={styles.scroll}>
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.columns.what}</Table.Th>
              <Table.Th>{text.columns.role}</Table.Th>
              <Table.Th>{text.columns.clock}</Table.Th>
              <Table.Th ta="right" className={styles.number}>
                {text.columns.speaks}
              </Table.Th>
              {counts.may && (
                <Table.Th ta="right" className={styles.number}>
                  {text.columns.alerts}
                </Table.Th>
              )}
              {coverage.may && <Table.Th>{text.columns.coverage}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((each, at) => (
              <Table.Tr key={each.card} data-at={at === focus || undefined} className={styles.row}>
                <Table.Td className={styles.what}>
                  <Anchor component={Link} to={`/typologies/${each.card}`} fw={600}>
                    {each.title}
                  </Anchor>
                  <OwnCardMark of={own.data?.items.find(one => one.card === each.card)} />
                  <p>{each.summary}</p>
                </Table.Td>
                <Table.Td>
                  {each.role}
                  <p className={styles.soft}>{text.subjects[each.subject_kind]}</p>
                </Table.Td>
                <Table.Td data-clock={each.clock} className={styles.clock}>
                  {words.clocks[each.clock]}
                </Table.Td>
                <Table.Td ta="right">{text.speaks(each.indicators, each.speaks_against)}</Table.Td>
                {counts.may && (
                  <Table.Td ta="right" className={styles.number}>
                    {counts.data ? text.alerts(alertsOf.get(each.card) ?? 0, total) : text.unknown}
                  </Table.Td>
                )}
                {coverage.may && (
                  <Table.Td>
                    <CoverageState of={coverage.data?.items.find(one => one.card === each.card)} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  )
}
