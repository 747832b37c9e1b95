import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import styles from '../audit/Audit.module.css'
import { AskProvider } from '../shell/AskDialog.tsx'
import { words } from '../words/words.ts'
import { Tokens } from './Tokens.tsx'
import { Users } from './Users.tsx'

export interface Once {
  readonly title: string
  readonly secret: string
}

/** Who may sign in, and which machines may ask. Whoever administers sees no record of a customer. */
export default function AdministrationPage() {
  const [once, tell] = useState<Once>()
  const text = words.administration
  return (
    <AskProvider>
      <div className={styles.page}>
        <Title order={1}>{text.title}</Title>
        <p className={styles.soft}>{text.what}</p>
        {once !== undefined && (
          <div role="alert" className={styles.once}>
            <strong>{once.title}</strong>
            <code>{once.secret}</code>
            <span>{text.once}</span>
            <Button variant="default" w="fit-content" onClick={() => tell(undefined)}>
              {text.noted}
            </Button>
          </div>
        )}
        <Users tell={tell} />
        <Tokens tell={tell} />
      </div>
    </AskProvider>
  )
}
