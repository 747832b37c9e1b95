import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import { addEvidence, type Evidence } from '../api/cases.ts'
import { Sensitive } from '../care/Sensitive.tsx'
import { useAsk } from '../shell/AskDialog.tsx'
import { ColumnHeads } from '../shell/ColumnHeads.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { grouped, sumsOf } from './money.ts'
import { Empty, Section } from './Section.tsx'

/** Payments as they were frozen, and whether each is still the one that was. */
export function EvidenceBoard({ whole, refresh, mayChange, shown }: InCase & { readonly shown: boolean }) {
  const ask = useAsk()
  const text = words.cases.evidence
  const add = () =>
    ask({
      title: text.add,
      explains: text.addHint,
      fields: [{ name: 'ids', label: text.ids, kind: 'text', hint: text.idsHint }],
      do: text.addDo,
      submit: async ({ ids }) => {
        await addEvidence(
          whole.case_id,
          ids!.split(/[\s,;]+/).filter(id => id !== ''),
        )
        await refresh()
      },
    })
  const { evidence } = whole
  const payments = [...evidence].sort((one, other) => bookedAt(one).localeCompare(bookedAt(other)))
  const counterparties = new Set(evidence.map(({ copy }) => copy.counterparty_id ?? '')).size
  return (
    <Section
      id="evidence"
      title={text.title}
      count={evidence.length}
      actions={
        mayChange &&
        whole.state !== 'closed' && (
          <Button variant="subtle" onClick={add}>
            {text.addShort}
          </Button>
        )
      }
    >
      {evidence.length === 0 ? (
        <Empty>{text.none}</Empty>
      ) : (
        <>
          <dl className={styles.sums}>
            {sumsOf(evidence.map(({ copy }) => copy)).map(sum => (
              <div key={`${sum.direction} ${sum.currency}`}>
                <dt>{text.sum(sum.direction, sum.payments)}</dt>
                <dd>
                  {sum.currency} {grouped(sum.amount)}
                </dd>
              </div>
            ))}
            <div>
              <dt>{text.counterparties}</dt>
              <dd>{counterparties}</dd>
            </div>
            <div>
              <dt>{text.verified}</dt>
              <dd>{text.intactOf(evidence.filter(each => each.intact).length, evidence.length)}</dd>
            </div>
          </dl>
          <div className={styles.scroll}>
            <table className={styles.table}>
              <ColumnHeads columns={text.columns} />
              <tbody>
                {payments.map(payment => (
                  <Payment key={payment.payment_id} payment={payment} shown={shown} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Section>
  )
}

const bookedAt = ({ copy, frozen_at }: Evidence) => copy.booked_at || frozen_at

function Payment({ payment, shown }: { readonly payment: Evidence; readonly shown: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const [zone] = useZone()
  const { nameOf } = useNames()
  const { copy } = payment
  const text = words.cases.evidence
  const counterparty = copy.counterparty_name || copy.counterparty_id || text.unknown
  return (
    <Fragment>
      <tr>
        <td className={styles.nowrap}>{instant(bookedAt(payment), zone)}</td>
        <td className={styles.amount}>
          {words.cases.direction(copy.direction ?? '')} {copy.currency} {grouped(copy.amount ?? '')}
        </td>
        <td>
          {counterparty}
          {copy.counterparty_country && <span className={styles.soft}> · {copy.counterparty_country}</span>}
        </td>
        <td>{[copy.rail, copy.status].filter(each => each && each !== 'completed').join(', ')}</td>
        <td>
          <Sensitive text={copy.reference_text ?? ''} shown={shown} />
        </td>
        <td className={styles.nowrap} data-broken={!payment.intact || undefined}>
          {payment.intact ? text.intact : text.broken}
        </td>
        <td className="no-print">
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            aria-label={text.details(payment.payment_id)}
          >
            <span aria-hidden="true">{isOpen ? '−' : '+'}</span>
          </Button>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={7}>
            <dl className={styles.copy}>
              {Object.entries(copy)
                .filter(([name, value]) => value !== '' && name !== 'reference_text')
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
            </dl>
            <p className={styles.soft}>
              {text.frozen(nameOf(payment.frozen_by), instant(payment.frozen_at, zone))}
            </p>
            <p className={styles.hash}>
              {text.hash} {payment.hash}
            </p>
          </td>
        </tr>
      )}
    </Fragment>
  )
}
