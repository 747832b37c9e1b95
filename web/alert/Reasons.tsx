import { Title } from '@mantine/core'
import type { WholeAlert } from '../api/alerts.ts'
import { Bans } from '../shell/Bans.tsx'
import { words } from '../words/words.ts'
import styles from './Reasons.module.css'

/** Why: each reason with whom it was compared, the strongest first; and what speaks against. */
export function Reasons({ alert: { finding } }: { readonly alert: WholeAlert }) {
  const text = words.queue.preview
  const reasons = finding.reasons.toSorted((one, other) => other.bans - one.bans)
  return (
    <div className={styles.reasons}>
      <section>
        <Title order={3}>{text.reasons}</Title>
        <ul>
          {reasons.map(reason => (
            <li key={reason.indicator} data-counted={reason.counted}>
              <p>{reason.says}</p>
              <p className={styles.soft}>{reason.comparison}</p>
              {reason.named.map(named => (
                <p key={named} className={styles.soft}>
                  {named}
                </p>
              ))}
              <p className={styles.measure}>
                <Bans value={reason.bans} />
                <span>{reason.standing}</span>
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <Title order={3}>{text.against}</Title>
        {finding.speaks_against.length === 0 && <p className={styles.soft}>{text.againstNone}</p>}
        <ul>
          {finding.speaks_against.map(reason => (
            <li key={reason.indicator}>
              <p>{reason.says}</p>
              <p className={styles.measure}>
                <Bans value={reason.bans} against />
                <span>{reason.family}</span>
              </p>
            </li>
          ))}
        </ul>
      </section>
      {finding.not_evaluated.length > 0 && (
        <section>
          <Title order={3}>{text.not}</Title>
          <ul>
            {finding.not_evaluated.map(each => (
              <li key={each.indicator} className={styles.soft}>
                {each.indicator}: {each.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
