import { Table, Title } from '@mantine/core'
import type { BackTest } from '../api/ownCards.ts'
import { FactList } from '../shell/FactList.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day, instant } from '../words/times.ts'
import { count } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

const waysToGroup = ['typology', 'age', 'since', 'corridor'] as const

/** What a back-test counted: alerts gained, lost and kept, and on whom that falls. */
export function BackTestCounts({ result }: { readonly result: BackTest }) {
  const text = words.ownCards.backTest
  const { facts } = text
  const [zone] = useZone()
  const { nameOf } = useNames()
  const isSame = result.gained + result.lost + result.reranked === 0
  return (
    <>
      <p className={styles.soft}>
        {text.ran(nameOf(result.ran_by), instant(result.ran_at, zone))}{' '}
        {text.what(
          day(result.since, 'utc'),
          day(result.until, 'utc'),
          result.budget_alerts_per_month.toLocaleString(words.locale, { maximumFractionDigits: 1 }),
          result.payments,
          result.customers,
        )}
      </p>
      <FactList
        className={styles.facts}
        facts={[
          [facts.before, text.alerts(result.before)],
          [facts.after, text.alerts(result.after)],
          [facts.gained, text.part(result.gained, result.after, text.after)],
          [facts.lost, text.part(result.lost, result.before, text.before)],
          [facts.kept, text.keptOf(result.kept, result.reranked)],
          [facts.cut, text.cuts(result.cut_bans_before, result.cut_bans_after)],
        ]}
      />
      {isSame && <p>{result.before === 0 ? text.noAlerts : text.same}</p>}
      {result.before + result.after > 0 && (
        <>
          <Title order={3}>{text.falls}</Title>
          <p className={styles.soft}>{text.fallsAbout}</p>
          <div className={styles.tallies}>
            {waysToGroup.map(by => (
              <Tally key={by} title={text.groups[by]} rows={result.groups[by]} />
            ))}
          </div>
        </>
      )}
    </>
  )
}

function Tally({ title, rows }: { readonly title: string; readonly rows: BackTest['groups']['age'] }) {
  const text = words.ownCards.backTest
  return (
    <div className={styles.scroll}>
      <Table verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{title}</Table.Th>
            {text.columns.map(column => (
              <Table.Th key={column} scope="col" ta="right">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ group, from, to, gained, lost }) => (
            <Table.Tr key={group} data-changed={gained + lost > 0 || undefined} className={styles.tally}>
              <Table.Th scope="row">{group.replaceAll('-', ' ')}</Table.Th>
              {[count(from), count(to), text.change(from, to), count(gained), count(lost)].map((each, at) => (
                <Table.Td key={text.columns[at]} ta="right">
                  {each}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
