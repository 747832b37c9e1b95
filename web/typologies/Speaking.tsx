import { Title } from '@mantine/core'
import type { Typology } from '../api/typologies.ts'
import { words } from '../words/words.ts'
import styles from './Typologies.module.css'

type Item = Typology['speaks_against'][number]

/** Indicators by family: of one family the strongest alone counts. */
export function Speaking({
  title,
  about,
  items,
}: {
  readonly title: string
  readonly about: string
  readonly items: readonly Item[]
}) {
  const text = words.typologies
  const families = Map.groupBy(items, each => each.family)
  return (
    <section className={styles.section}>
      <Title order={2}>{title}</Title>
      <p className={styles.soft}>{items.length === 0 ? text.nothing : about}</p>
      {[...families].map(([family, of]) => (
        <div key={family}>
          <h3>{family}</h3>
          <ul>
            {of.map(each => (
              <li key={each.indicator}>
                {each.says}{' '}
                <span
                  className={styles.cite}
                  title={each.sources.map(one => text.source(one.publisher, one.title, one.date)).join('; ')}
                >
                  {text.cited(each.sources.map(one => one.id))}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
