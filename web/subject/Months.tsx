import { Button, Table, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Subject } from '../api/search.ts'
import { Scrolled } from '../shell/Scrolled.tsx'
import { money } from '../words/values.ts'
import { words } from '../words/words.ts'
import { everyMonth, type Month } from './months.ts'
import styles from './Subject.module.css'

const height = 130
const middle = height / 2

/** What went in (up) and out (down) by month, drawn, or as a table. */
export function Months({ subject }: { readonly subject: Subject }) {
  const text = words.subject
  const [isTable, setIsTable] = useState(false)
  const { months, home_currency: currency } = subject
  const all = useMemo(() => everyMonth(months), [months])
  const ways = text.ways[subject.kind]
  if (all.length === 0) return null
  return (
    <section>
      <div className={styles.head}>
        <div>
          <Title order={2}>{text.months}</Title>
          <p className={styles.soft}>{text.monthsAre(currency)}</p>
        </div>
        <Button
          variant="default"
          className="no-print"
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? text.asPicture : text.asTable}
        </Button>
      </div>
      {isTable ? (
        <MonthTable all={all} currency={currency} ways={ways} />
      ) : (
        <MonthBars all={all} currency={currency} ways={ways} />
      )}
    </section>
  )
}

interface Given {
  readonly all: readonly Month[]
  readonly currency: string
  readonly ways: { readonly in: string; readonly out: string }
}

function MonthBars({ all, currency, ways }: Given) {
  const text = words.subject
  const most = Math.max(...all.flatMap(each => [Number(each.in.amount), Number(each.out.amount)]), 1)
  const tall = (amount: string) => (Number(amount) / most) * (middle - 2)
  const told = (way: 'in' | 'out', { payments, amount }: Month['in']) =>
    `${ways[way]} ${money(amount, currency)}, ${words.network.link.payments(payments)}`
  return (
    <div className={styles.bars}>
      <div className={styles.axis} aria-hidden="true">
        <span>
          {ways.in} {money(most, currency)}
        </span>
        <span>
          {ways.out} {money(most, currency)}
        </span>
      </div>
      <div>
        <svg
          width="100%"
          height={height}
          viewBox={`0 0 ${all.length * 10} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text.monthsDrawn(all.length, money(most, currency))}
        >
          {all.map((each, at) => (
            <g key={each.month}>
              <title>{`${each.month}: ${told('in', each.in)}; ${told('out', each.out)}`}</title>
              <rect className={styles.ground} x={at * 10} y={0} width={10} height={height} />
              <rect
                className={styles.in}
                x={at * 10 + 1.5}
                width={7}
                y={middle - tall(each.in.amount)}
                height={tall(each.in.amount)}
              />
              <rect
                className={styles.out}
                x={at * 10 + 1.5}
                width={7}
                y={middle}
                height={tall(each.out.amount)}
              />
            </g>
          ))}
          <line
            className={styles.zero}
            x1={0}
            x2={all.length * 10}
            y1={middle}
            y2={middle}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <div className={styles.ends} aria-hidden="true">
          <span>{all[0]!.month}</span>
          <span>{all.at(-1)!.month}</span>
        </div>
      </div>
    </div>
  )
}

function MonthTable({ all, currency, ways }: Given) {
  const { columns, months } = words.subject
  return (
    <Scrolled label={months} className={styles.wide}>
      <Table fz="sm" verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.month}</Table.Th>
            {(['in', 'out'] as const).flatMap(way => [
              <Table.Th key={way} ta="right">
                {ways[way]}
              </Table.Th>,
              <Table.Th key={`${way}-payments`} ta="right">
                {columns.payments}
              </Table.Th>,
            ])}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map(each => (
            <Table.Tr key={each.month}>
              <Table.Td>{each.month}</Table.Td>
              {(['in', 'out'] as const).flatMap(way => [
                <Table.Td key={way} ta="right">
                  {money(each[way].amount, currency)}
                </Table.Td>,
                <Table.Td key={`${way}-payments`} ta="right">
                  {each[way].payments}
                </Table.Td>,
              ])}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
