import { Button, Table, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { TimelinePayment } from '../api/picture.ts'
import { Scrolled } from '../shell/Scrolled.tsx'
import { instant, type Zone } from '../words/times.ts'
import { money } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Payments.module.css'
import type { Path } from './path.ts'
import { type Column, columns, type Sorting, sortedBy } from './sorted.ts'

/** So many rows more at a time. */
const step = 100
const first = 12

/** What the picture shows within its span, as rows that can be sorted and chosen. */
export function PaymentTable({
  payments,
  chosen,
  path,
  zone,
  onChoose,
}: {
  readonly payments: readonly TimelinePayment[]
  readonly chosen: string | undefined
  readonly path: Path
  readonly zone: Zone
  readonly onChoose: (id: string) => void
}) {
  const text = words.alert.payments
  const [sorting, setSorting] = useState<Sorting>({ column: 'is_evidence', isDown: false })
  const [most, setMost] = useState(first)
  const rows = sortedBy(payments, sorting)
  const shown = rows.slice(0, most)
  const titleOf = (column: Column) => {
    const title = text.columns[column]
    return typeof title === 'string' ? title : title[path]
  }
  return (
    <div className={styles.table}>
      <Scrolled label={text.table} className={styles.wide}>
        <Table fz="sm" verticalSpacing={3} aria-label={text.table}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(column => {
                const isBy = sorting.column === column
                const order = !isBy ? 'none' : sorting.isDown ? 'descending' : 'ascending'
                return (
                  <Table.Th key={column} aria-sort={order} ta={column === 'amount' ? 'right' : 'left'}>
                    <UnstyledButton
                      className={styles.sort}
                      onClick={() => setSorting({ column, isDown: isBy && !sorting.isDown })}
                    >
                      {titleOf(column)}
                      <span aria-hidden="true">{!isBy ? '' : sorting.isDown ? ' ↓' : ' ↑'}</span>
                    </UnstyledButton>
                  </Table.Th>
                )
              })}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(each => (
              <Table.Tr
                key={each.payment_id}
                data-chosen={each.payment_id === chosen || undefined}
                data-evidence={each.is_evidence || undefined}
                data-not={each.status !== 'completed' || undefined}
              >
                <Table.Td>
                  <UnstyledButton
                    className={styles.choose}
                    aria-pressed={each.payment_id === chosen}
                    onClick={() => onChoose(each.payment_id)}
                  >
                    {instant(each.booked_at, zone)}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td>
                  {each.is_evidence && <span className={styles.mark}>{text.evidenceMark[path]}</span>}
                </Table.Td>
                <Table.Td ta="right" className={styles.amount}>
                  {money(each.amount, each.currency)}
                </Table.Td>
                <Table.Td>{each.counterparty_name ?? each.counterparty_id ?? '—'}</Table.Td>
                <Table.Td>{each.counterparty_country ?? '—'}</Table.Td>
                <Table.Td>
                  {each.local_hour === null ? '—' : `${String(each.local_hour).padStart(2, '0')} h`}
                </Table.Td>
                <Table.Td>
                  {text.direction[each.direction]}, {each.rail.replaceAll('_', ' ')}
                  {each.status !== 'completed' && `, ${text.statusShort[each.status]}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
      {rows.length > shown.length && (
        <p className={styles.soft}>
          {text.rows(shown.length, rows.length)}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            className="no-print"
            onClick={() => setMost(most + step)}
          >
            {text.more(Math.min(step, rows.length - shown.length))}
          </Button>
        </p>
      )}
    </div>
  )
}
