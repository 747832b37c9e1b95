import { Title } from '@mantine/core'
import type { Family } from '../api/picture.ts'
import { words } from '../words/words.ts'
import styles from './Families.module.css'
import type { Path } from './path.ts'

/** Evidence by family: what speaks for to the right, what speaks against to the left, in bans on one scale. */
export function Families({ families, path }: { readonly families: readonly Family[]; readonly path: Path }) {
  const text = words.alert.families
  const shown = families.filter(each => each.bans >= 0.05 || each.against_bans >= 0.05)
  const mostFor = Math.max(1, ...shown.map(each => each.bans))
  const mostAgainst = Math.max(0, ...shown.map(each => each.against_bans))
  const scale = mostFor + mostAgainst
  const zero = (100 * mostAgainst) / scale
  const width = (bans: number) => (100 * bans) / scale
  return (
    <section>
      <div className={styles.title}>
        <Title order={2}>{text.title[path]}</Title>
        <span className={styles.legend}>
          {mostAgainst > 0 && <span data-side="against">{text.against}</span>}
          <span data-side="for">{text.for[path]}</span>
        </span>
      </div>
      <ul className={styles.families}>
        {shown.map(({ family, bans, against_bans: against }) => (
          <li key={family}>
            <span className={styles.name}>{family}</span>
            <span className={styles.bar}>
              <span className={styles.zero} style={{ left: `${zero}%` }} />
              {against > 0 && (
                <span
                  className={styles.against}
                  style={{ left: `${zero - width(against)}%`, width: `${width(against)}%` }}
                />
              )}
              {bans > 0 && (
                <span className={styles.for} style={{ left: `${zero}%`, width: `${width(bans)}%` }} />
              )}
            </span>
            <span className={styles.figure}>
              {bans > 0 && `+${bans.toFixed(1)}`} {against > 0 && `−${against.toFixed(1)}`}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.unit}>{text.unit}</p>
    </section>
  )
}
