import { Title } from '@mantine/core'
import type { Finding } from '../api/alerts.ts'
import { measured } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Against.module.css'

/** What speaks against, and what nobody knows. Both stand beside the evidence, never below it. */
export function Against({ finding }: { readonly finding: Finding }) {
  const { against: text, not } = words.alert
  const { speaks_against: against, not_evaluated: unknown } = finding
  return (
    <>
      <section className={styles.against}>
        <Title order={2}>{text.title}</Title>
        {against.length === 0 && <p className={styles.soft}>{text.none}</p>}
        <ul>
          {against.map(each => (
            <li key={each.indicator}>
              {each.says}
              <span className={styles.soft}>
                {measured(each.value, each.unit)} · {each.family} ·{' '}
                <strong>{text.takes(words.evidence.bans(each.bans))}</strong>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.not}>
        <Title order={2}>{not.title}</Title>
        <p className={styles.soft}>{unknown.length === 0 ? not.none : not.what}</p>
        <ul>
          {unknown.map(each => (
            <li key={each.indicator}>
              {each.indicator.replaceAll('-', ' ')}
              <span className={styles.soft}>{each.reason}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
