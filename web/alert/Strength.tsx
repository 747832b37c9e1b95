import { Title } from '@mantine/core'
import type { WholeAlert } from '../api/alerts.ts'
import type { Picture } from '../api/picture.ts'
import { words } from '../words/words.ts'
import styles from './Strength.module.css'

/** Beyond six bans the scale is no longer learnt from the book. */
const most = 6
const marks = [0, 1, 2, 3, 4, 5, 6] as const

/** How strong: the score on its scale, the cut beside it, and what both mean. */
export function Strength({
  alert,
  picture,
}: {
  readonly alert: WholeAlert
  readonly picture: Picture | undefined
}) {
  const text = words.alert.strength
  const bans = words.evidence.bans
  const { score_bans: score } = alert
  const cut = alert.finding.cut_bans
  const at = (value: number) => `${(100 * Math.min(most, Math.max(0, value))) / most}%`
  const against = alert.finding.speaks_against.reduce((sum, each) => sum + each.bans, 0)
  const sum = picture?.evidence_bans ?? alert.finding.evidence_bans
  return (
    <section className={styles.strength}>
      <Title order={2}>{text.title}</Title>
      <p className={styles.score}>
        <strong>{bans(score)}</strong> {alert.score_in_words}.
      </p>
      <div className={styles.ruler} role="img" aria-label={text.label(bans(score), bans(cut))}>
        <div className={styles.fill} style={{ width: at(score) }} />
        <div className={styles.cut} style={{ left: at(cut) }}>
          <span>{`${text.cut} ${cut.toFixed(1)}`}</span>
        </div>
        <div className={styles.here} style={{ left: at(score) }} />
        {marks.map(each => (
          <span key={each} className={styles.mark} style={{ left: at(each) }}>
            {each}
          </span>
        ))}
      </div>
      <p className={styles.soft}>
        {text.beyond(bans(score - cut))}{' '}
        {text.sum(bans(sum + against), against < 0.05 ? undefined : bans(against), bans(sum))}
      </p>
      <details className={styles.soft}>
        <summary>{text.ban}</summary>
        {text.bans}
      </details>
    </section>
  )
}
