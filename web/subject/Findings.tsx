import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Subject } from '../api/search.ts'
import { Bans } from '../shell/Bans.tsx'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Subject.module.css'

/** Alerts and cases on somebody, of those that the caller may know of. */
export function Findings({ subject }: { readonly subject: Subject }) {
  const text = words.subject
  const [zone] = useZone()
  const { alerts, cases } = subject
  return (
    <section>
      <Title order={2}>{text.alerts}</Title>
      {alerts.length + cases.length === 0 && <p className={styles.soft}>{text.noAlerts}</p>}
      <ul className={styles.findings}>
        {cases.map(each => (
          <li key={each.case_id}>
            <Link to="/cases/$id" params={{ id: each.case_id } as never}>
              {each.title}
            </Link>
            <span>
              {each.case_id}, {each.state}, {text.opened(day(each.opened_at, zone))}
            </span>
          </li>
        ))}
        {alerts.map(each => (
          <li key={each.alert_id} data-protect={each.to_protect || undefined}>
            <Link to="/alerts/$id" params={{ id: each.alert_id } as never}>
              {each.title}
            </Link>
            <span>
              {each.to_protect ? text.toProtect : each.role}, {words.states[each.state]},{' '}
              {day(each.raised_at, zone)}
            </span>
            <Bans value={each.score_bans} />
          </li>
        ))}
      </ul>
    </section>
  )
}
