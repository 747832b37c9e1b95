import { Title } from '@mantine/core'
import { useMe } from '../session/me.ts'
import { KeyList } from '../shell/KeyHelp.tsx'
import { useKeyGroups } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import styles from './HelpPage.module.css'

const roleNames = Object.keys(words.helpPage.roles) as (keyof typeof words.helpPage.roles)[]

/** How the workbench is used, what its words mean, and who does what. */
export default function HelpPage() {
  const text = words.helpPage
  const me = useMe()
  const groups = useKeyGroups()
  return (
    <div className={styles.page}>
      <Title order={1}>{text.title}</Title>
      <p>{text.intro}</p>
      <section>
        <Title order={2}>{text.keys}</Title>
        <KeyList groups={groups} />
        <p className={styles.soft}>{text.keysMore}</p>
      </section>
      <section>
        <Title order={2}>{text.wordsTitle}</Title>
        <dl className={styles.list}>
          {text.meanings.map(([word, meaning]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <Title order={2}>{text.rolesTitle}</Title>
        <dl className={styles.list}>
          {roleNames.map(role => (
            <div key={role}>
              <dt>
                {words.roles[role]}
                {me.roles.includes(role) && <span className={styles.soft}> ({text.you})</span>}
              </dt>
              <dd>{text.roles[role]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <Title order={2}>{text.timesTitle}</Title>
        <ul>
          {text.times.map(each => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </section>
    </div>
  )
}
