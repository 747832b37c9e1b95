import { Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import type { Page } from '../pages.ts'
import { useMe } from '../session/me.ts'
import { words } from '../words/words.ts'
import { mayUse } from './mayUse.ts'
import styles from './PageFrame.module.css'
import { usePageTitle } from './pageTitle.ts'

/** Every page stands in one: it names the window, takes the focus when it is come to, and says when it is not for this role. */
export function PageFrame({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  const me = useMe()
  usePageTitle(page.title)
  useEffect(() => {
    const content = document.getElementById('content')
    // So that a screen reader begins at the new page, unless the page itself has put the focus somewhere.
    if (content !== null && !content.contains(document.activeElement)) content.focus({ preventScroll: true })
  }, [])
  if (mayUse(me, page)) return children
  const text = words.problems
  return (
    <div className={styles.note}>
      <Title order={1}>{text.notYours}</Title>
      <Text>{text.notYoursRemedy}</Text>
    </div>
  )
}
