import { Anchor, Text, Title } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './PageFrame.module.css'

export function NotFound() {
  const text = words.problems
  return (
    <div className={styles.note}>
      <Title order={1}>{text.notFound}</Title>
      <Text>{text.notFoundRemedy}</Text>
      <Anchor href="/">{text.home}</Anchor>
    </div>
  )
}
