import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Alert, readAlert } from '../api/alerts.ts'
import { addAlerts, addEvidence, removeAlert, type WholeCase } from '../api/cases.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** The findings that the case joins, each with what it rests on and how rare that is. */
export function CaseAlerts({ whole, refresh, mayChange }: InCase) {
  const ask = useAsk()
  const text = words.cases.alerts
  const add = () =>
    ask({
      title: text.add,
      explains: text.addHint,
      fields: [{ name: 'alert_id', label: text.id, kind: 'line' }],
      do: text.addDo,
      submit: async ({ alert_id }) => {
        await addAlerts(whole.case_id, [alert_id!.trim()])
        await refresh()
      },
    })
  return (
    <Section
      id="alerts"
      title={text.title}
      count={whole.alerts.length}
      actions={
        mayChange &&
        whole.state !== 'closed' && (
          <Button variant="subtle" onClick={add}>
            {text.addShort}
          </Button>
        )
      }
    >
      {whole.alerts.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.cards}>
        {whole.alerts.map(alert => (
          <li key={alert.alert_id}>
            <AlertCard alert={alert} whole={whole} refresh={refresh} mayChange={mayChange} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function AlertCard({
  alert,
  whole,
  refresh,
  mayChange,
}: {
  readonly alert: Alert
  readonly whole: WholeCase
  readonly refresh: () => Promise<void>
  readonly mayChange: boolean
}) {
  const ask = useAsk()
  const [purpose] = usePurpose()
  const [zone] = useZone()
  const text = words.cases.alerts
  const freeze = useMutation({
    async mutationFn() {
      const { payments } = await readAlert(alert.alert_id, purpose)
      await addEvidence(
        whole.case_id,
        payments.map(({ payment_id }) => payment_id),
      )
      await refresh()
    },
  })
  const takeOut = () =>
    ask({
      title: text.remove,
      explains: text.removeHint,
      fields: [{ name: 'why', label: words.cases.why, kind: 'text' }],
      do: text.removeDo,
      submit: async ({ why }) => {
        await removeAlert(whole.case_id, alert.alert_id, why!)
        await refresh()
      },
    })
  return (
    <article className={styles.alert}>
      <p>
        <Link to="/alerts/$id" params={{ id: alert.alert_id }}>
          {alert.headline}
        </Link>
      </p>
      <ul>
        {alert.strongest.map(reason => (
          <li key={reason.says}>
            {reason.says} <span className={styles.soft}>({reason.comparison})</span>
          </li>
        ))}
      </ul>
      <p className={styles.soft}>
        {text.score(alert.score_bans.toFixed(1), alert.score_in_words)} ·{' '}
        {text.raised(day(alert.raised_at, zone))}
      </p>
      {freeze.isError && <ProblemNote problem={freeze.error} />}
      {mayChange && whole.state !== 'closed' && (
        <div className={`${styles.actions} no-print`}>
          <Button variant="default" loading={freeze.isPending} onClick={() => freeze.mutate()}>
            {text.freeze(alert.payment_count)}
          </Button>
          <Button variant="subtle" onClick={takeOut}>
            {text.removeShort}
          </Button>
        </div>
      )}
    </article>
  )
}
