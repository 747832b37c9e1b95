import { Code, List, Text } from '@mantine/core'
import { words } from '../words/words.ts'
import { Doorway } from './Doorway.tsx'

/** Says how the first user is made. */
export function NoUsers() {
  const text = words.session.none
  return (
    <Doorway title={text.title}>
      <Text>{text.what}</Text>
      <Code block>{text.command}</Code>
      <List type="ordered" size="md" spacing="xs">
        {text.after.map(step => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Text c="var(--ink-soft)">{text.roles}</Text>
    </Doorway>
  )
}
