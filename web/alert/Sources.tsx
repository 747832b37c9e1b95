import { Title } from '@mantine/core'
import type { WholeAlert } from '../api/alerts.ts'
import { words } from '../words/words.ts'
import styles from './Sources.module.css'

/** The publications by number, as the reasons name them. Their links stand as text, so that nothing is opened by a slip. */
export function Sources({ alert }: { readonly alert: WholeAlert }) {
  const text = words.alert.sources
  const { pack, pack_version: version, pack_digest: digest, in_place_of: replaced } = alert.finding
  return (
    <section>
      <Title order={2}>{text.title}</Title>
      <p className={styles.soft}>{text.what}</p>
      <ol className={styles.sources}>
        {alert.citations.map(each => (
          <li key={each}>{each}</li>
        ))}
      </ol>
      <p className={styles.soft}>
        {text.pack(pack, version)}
        {digest !== undefined && `; ${text.digest(digest)}`}
        {replaced !== undefined && `. ${text.ownVersion(replaced.pack, replaced.pack_version)}`}
      </p>
    </section>
  )
}

/** The number of a source by its short name: citations stand in the order in which reasons name their sources. */
export function placesOf({ finding }: WholeAlert): (source: string) => number {
  const names = new Set([...finding.reasons, ...finding.speaks_against].flatMap(each => each.sources))
  const order = [...names]
  return source => order.indexOf(source) + 1
}
