import { useEffect } from 'react'
import { words } from '../words/words.ts'

/** Names the window, such as by the alert that is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = words.shell.title(title)
  }, [title])
}
