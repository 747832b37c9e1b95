import { Table, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Subject } from '../api/search.ts'
import { Scrolled } from '../shell/Scrolled.tsx'
import { useZone } from '../shell/zone.ts'
import { day, instant } from '../words/times.ts'
import { count, money, percent } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Subject.module.css'

interface Given {
  readonly subject: Subject
}
type Cell = ReactNode
interface Column {
  readonly title: string
  readonly isNumber?: boolean
}

/** What a customer or a payee page lists: one table a function. */
function Listed({
  title,
  columns,
  rows,
  none,
}: {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly Cell[] }[]
  readonly none?: string
}) {
  return (
    <section>
      <Title order={2}>{title}</Title>
      {rows.length === 0 ? (
        <p className={styles.soft}>{none ?? words.subject.noSpan}</p>
      ) : (
        <Scrolled label={title} className={styles.wide}>
          <Table fz="sm" verticalSpacing={3}>
            <Table.Thead>
              <Table.Tr>
                {columns.map(each => (
                  <Table.Th key={each.title} ta={each.isNumber ? 'right' : 'left'}>
                    {each.title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells }) => (
                <Table.Tr key={key}>
                  {columns.map((each, at) => (
                    <Table.Td key={each.title} ta={each.isNumber ? 'right' : 'left'}>
                      {cells[at]}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </section>
  )
}

export function Accounts({ subject }: Given) {
  const { accounts, columns } = words.subject
  return (
    <Listed
      title={accounts}
      columns={[
        { title: columns.account },
        { title: columns.product },
        { title: columns.opened },
        { title: columns.closed },
      ]}
      rows={subject.accounts.map(each => ({
        key: each.account_id,
        cells: [
          each.account_id,
          each.product.replace('_', ' '),
          each.opened_on && day(each.opened_on, 'utc'),
          each.closed_on && day(each.closed_on, 'utc'),
        ],
      }))}
    />
  )
}

export function Identifiers({ subject }: Given) {
  const { identifiers, noIdentifiers, columns, alone, sharedBy } = words.subject
  return (
    <Listed
      title={identifiers}
      none={noIdentifiers}
      columns={[{ title: columns.identifier }, { title: columns.how }, { title: columns.shared }]}
      rows={subject.identifiers.map(({ type, value, customers }) => {
        const of = type === 'device' ? `device:${value}` : `identifier:${type}:${value}`
        return {
          key: of,
          cells: [
            <Link key={of} to="/network" search={{ of } as never}>
              {value}
            </Link>,
            type,
            customers === 1 ? alone : sharedBy(customers),
          ],
        }
      })}
    />
  )
}

export function Corridors({ subject }: Given) {
  const { corridors: title, columns, ways, unknownCountry } = words.subject
  const { corridors, home_currency } = subject
  const whole = (way: 'in' | 'out') =>
    corridors.reduce((sum, each) => sum + (each.direction === way ? Number(each.amount_home) : 0), 0)
  const totals = { in: whole('in'), out: whole('out') }
  return (
    <Listed
      title={title}
      columns={[
        { title: columns.country },
        { title: columns.direction },
        { title: columns.payments, isNumber: true },
        { title: columns.amount, isNumber: true },
        { title: columns.share, isNumber: true },
      ]}
      rows={corridors.map(each => ({
        key: `${each.country} ${each.direction}`,
        cells: [
          each.country_name ?? unknownCountry,
          ways[subject.kind][each.direction],
          count(each.payments),
          money(each.amount_home, home_currency),
          totals[each.direction] > 0 ? percent(Number(each.amount_home) / totals[each.direction]) : '',
        ],
      }))}
    />
  )
}

export function Others({ subject }: Given) {
  const { others, othersOf, columns } = words.subject
  const [zone] = useZone()
  return (
    <Listed
      title={subject.kind === 'customer' ? others : othersOf}
      columns={[
        { title: columns.other },
        { title: columns.payments, isNumber: true },
        { title: columns.amount, isNumber: true },
        { title: columns.last, isNumber: true },
      ]}
      rows={subject.others.map(each => ({
        key: `${each.kind} ${each.id}`,
        cells: [
          <Link
            key={each.id}
            to={each.kind === 'customer' ? '/customers/$id' : '/payees/$id'}
            params={{ id: each.id } as never}
            preload={false}
          >
            {each.name ?? each.id}
          </Link>,
          count(each.payments),
          money(each.amount_home, subject.home_currency),
          day(each.last_at, zone),
        ],
      }))}
    />
  )
}

export function Latest({ subject }: Given) {
  const { latest, columns, ways } = words.subject
  const [zone] = useZone()
  return (
    <Listed
      title={latest}
      columns={[
        { title: columns.booked },
        { title: columns.direction },
        { title: columns.amount, isNumber: true },
        { title: columns.how },
        { title: columns.other },
        { title: columns.country },
      ]}
      rows={subject.latest.map(each => ({
        key: each.payment_id,
        cells: [
          instant(each.booked_at, zone),
          ways[subject.kind][each.direction],
          money(each.amount, each.currency),
          `${each.rail.replace('_', ' ')}, ${each.status}`,
          subject.kind === 'customer' ? (each.counterparty_name ?? each.counterparty_id) : each.customer_id,
          each.counterparty_country,
        ],
      }))}
    />
  )
}
