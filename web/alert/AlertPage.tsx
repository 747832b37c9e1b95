import { Anchor, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { readAlert } from '../api/alerts.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './AlertPage.module.css'
import { Reasons } from './Reasons.tsx'

/** One alert: its reasons, what speaks against, and its payments. */
export default function AlertPage() {
  const text = words.alert
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const [zone] = useZone()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({ queryKey: ['alert', id], queryFn: () => readAlert(id) })
  usePageTitle(data?.subject ?? text.title)
  useKeys(text.title, [{ keys: ['Escape'], says: text.back, run: () => void navigate({ to: '/alerts' }) }])
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  const { finding } = data
  const bans = words.evidence.bans
  return (
    <article className={styles.page} data-protect={data.to_protect || undefined}>
      <Anchor component={Link} to="/alerts" className="no-print">
        ← {text.back}
      </Anchor>
      <Title order={1}>{data.headline}</Title>
      <p className={styles.caveat}>{finding.caveat}</p>
      <p>{text.score(bans(data.score_bans), data.score_in_words, bans(finding.cut_bans))}</p>
      <Reasons alert={data} />
      <Title order={2}>{text.payments(data.payments.length)}</Title>
      <div className={styles.wide}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.columns.when}</Table.Th>
              <Table.Th>{text.columns.local}</Table.Th>
              <Table.Th ta="right">{text.columns.amount}</Table.Th>
              <Table.Th>{text.columns.how}</Table.Th>
              <Table.Th>{text.columns.counterparty}</Table.Th>
              <Table.Th>{text.columns.country}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.payments.map(payment => (
              <Table.Tr key={payment.payment_id}>
                <Table.Td>{instant(payment.booked_at, zone)}</Table.Td>
                <Table.Td>{payment.local_time}</Table.Td>
                <Table.Td ta="right">{payment.amount}</Table.Td>
                <Table.Td>
                  {payment.direction}, {payment.rail}, {payment.status}
                </Table.Td>
                <Table.Td>{payment.counterparty}</Table.Td>
                <Table.Td>{payment.counterparty_country}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Title order={2}>{text.sources}</Title>
      <ul className={styles.sources}>
        {data.citations.map(citation => (
          <li key={citation}>{citation}</li>
        ))}
      </ul>
    </article>
  )
}
