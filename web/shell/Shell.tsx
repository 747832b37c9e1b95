import { useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PauseReminder } from '../care/PauseReminder.tsx'
import { words } from '../words/words.ts'
import { CommandPalette } from './CommandPalette.tsx'
import { Header } from './Header.tsx'
import { KeyHelp } from './KeyHelp.tsx'
import { pressKey, useKeys } from './keys.ts'
import styles from './Shell.module.css'
import { useZone } from './zone.ts'

/** What stays while pages change. */
export function Shell() {
  const [keysShown, keys] = useDisclosure(false)
  const [, toggleZone] = useZone()
  const { toggleColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const text = words.shell
  useKeys(text.keysEverywhere, [
    { keys: ['?'], says: text.showKeys, run: keys.open },
    { keys: [':'], says: text.showCommands, run: spotlight.open },
    { keys: ['/'], says: text.search, run: () => void navigate({ to: '/search' }) },
    { keys: ['z'], says: text.toggleZone, run: toggleZone },
    { keys: ['t'], says: text.toggleTheme, run: toggleColorScheme },
  ])
  useEffect(() => {
    document.addEventListener('keydown', pressKey)
    return () => document.removeEventListener('keydown', pressKey)
  }, [])
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {text.skip}
      </a>
      <div>
        <Header showKeys={keys.open} />
        <PauseReminder />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a page may hold nothing else that takes the focus (WCAG 2.1.1) */}
      <main id="content" className={styles.content} tabIndex={0}>
        <Outlet />
      </main>
      <CommandPalette showKeys={keys.open} />
      <KeyHelp opened={keysShown} onClose={keys.close} />
    </div>
  )
}
