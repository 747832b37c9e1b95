import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Case.module.css'

/** A part of a page, with what can be done in it beside its name. */
export function Section({
  id,
  title,
  count,
  actions,
  children,
}: {
  readonly id: string
  readonly title: string
  readonly count?: number | undefined
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section id={id} className={styles.section} aria-labelledby={`${id}-title`}>
      <header>
        <Title order={2} id={`${id}-title`}>
          {title} {count !== undefined && <span className={styles.count}>{count}</span>}
        </Title>
        {actions !== undefined && <div className={`${styles.actions} no-print`}>{actions}</div>}
      </header>
      {children}
    </section>
  )
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className={styles.empty}>{children}</p>
}
