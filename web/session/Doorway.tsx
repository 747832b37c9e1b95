import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { words } from '../words/words.ts'
import styles from './Doorway.module.css'

/** What stands before the workbench: a narrow sheet in the middle of an empty page. */
export function Doorway({
  title,
  above,
  children,
}: {
  readonly title: string
  /** The institution's name, where it is known. */
  readonly above?: string | null
  readonly children: ReactNode
}) {
  return (
    <main className={styles.doorway}>
      <div className={styles.sheet}>
        <p className={styles.brand}>
          <img src="/icon.svg" alt="" width="28" height="28" />
          <strong>{words.product}</strong>
          {above && <span>{above}</span>}
        </p>
        <Title order={1}>{title}</Title>
        {children}
        <p className={styles.purpose}>{words.session.purpose}</p>
      </div>
    </main>
  )
}
