import { Menu, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { signOut } from '../api/session.ts'
import { useGreeting, useMe } from '../session/me.ts'
import { words } from '../words/words.ts'
import { navigationOf } from './mayUse.ts'
import styles from './Shell.module.css'
import { useZone } from './zone.ts'

const schemes = ['light', 'dark', 'auto'] as const

export function Header({ showKeys }: { readonly showKeys: () => void }) {
  const me = useMe()
  const { institution_name } = useGreeting()
  const [zone, toggleZone] = useZone()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const queries = useQueryClient()
  const text = words.shell

  async function leave() {
    await signOut()
    // Nothing that was read stays in this browser.
    queries.clear()
    location.assign('/')
  }

  return (
    <header className={styles.header}>
      <Link to="/" className={styles.brand}>
        <img src="/icon.svg" alt="" width="22" height="22" />
        <strong>{words.product}</strong>
        {institution_name && <span>{institution_name}</span>}
      </Link>
      <nav className={styles.navigation} aria-label={text.navigation}>
        {navigationOf(me).map(page => (
          <Link key={page.path} to={page.path} activeProps={{ 'aria-current': 'page' }}>
            {page.title}
          </Link>
        ))}
      </nav>
      <div className={styles.space} />
      <button type="button" className={styles.search} onClick={spotlight.open}>
        <span>{text.commands}</span>
        <kbd className={styles.hideNarrow}>Ctrl K</kbd>
      </button>
      <button
        type="button"
        className={styles.tool}
        onClick={toggleZone}
        title={zone === 'utc' ? words.times.utcLong : words.times.localLong(localZone())}
      >
        <VisuallyHidden>{text.zone}: </VisuallyHidden>
        {words.times[zone]}
      </button>
      <button
        type="button"
        className={styles.tool}
        onClick={showKeys}
        title={text.showKeys}
        aria-label={text.keys}
      >
        <kbd>?</kbd>
      </button>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button type="button" className={styles.tool}>
            <span className={styles.clipNarrow}>{me.full_name}</span>
            <Initials name={me.full_name} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.roles.map(role => words.roles[role]).join(', ')}</Menu.Label>
          <Menu.Item component={Link} to="/help">
            {words.helpPage.title}
          </Menu.Item>
          <Menu.Item component={Link} to="/account">
            {text.user}
          </Menu.Item>
          {me.may.includes('alert.list') && (
            <Menu.Item component={Link} to="/care">
              {words.care.title}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Label>{text.theme}</Menu.Label>
          {schemes.map(scheme => (
            <Menu.Item
              key={scheme}
              onClick={() => setColorScheme(scheme)}
              rightSection={colorScheme === scheme ? '✓' : undefined}
            >
              {text.themes[scheme]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={leave}>{text.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </header>
  )
}

function Initials({ name }: { readonly name: string }) {
  const letters = name
    .split(/\s+/)
    .map(part => part[0] ?? '')
    .join('')
  return (
    <span className={styles.initials} aria-hidden="true">
      {letters.slice(0, 2).toUpperCase()}
    </span>
  )
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
