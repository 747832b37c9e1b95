import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../session/me.ts'
import { words } from '../words/words.ts'
import { type Command, useOfferedCommands } from './commands.ts'
import { navigationOf } from './mayUse.ts'
import { useZone } from './zone.ts'

/** Ctrl+K: every page and every command that is offered now. */
export function CommandPalette({ showKeys }: { readonly showKeys: () => void }) {
  const me = useMe()
  const navigate = useNavigate()
  const [, toggleZone] = useZone()
  const { toggleColorScheme } = useMantineColorScheme()
  const text = words.shell
  const everywhere: readonly Command[] = [
    ...navigationOf(me).map(page => ({
      name: page.title,
      group: text.goTo,
      run: () => void navigate({ to: page.path }),
    })),
    { name: text.user, group: text.goTo, run: () => void navigate({ to: '/account' }) },
    ...(me.may.includes('alert.list')
      ? [{ name: words.care.title, group: text.goTo, run: () => void navigate({ to: '/care' }) }]
      : []),
    { name: words.helpPage.title, group: text.goTo, run: () => void navigate({ to: '/help' }) },
    { name: text.showKeys, group: text.keysEverywhere, run: showKeys },
    { name: text.toggleZone, group: text.keysEverywhere, run: toggleZone },
    { name: text.toggleTheme, group: text.keysEverywhere, run: toggleColorScheme },
  ]
  const maySearch = me.may.includes('alert.list')
  const groups = Map.groupBy([...useOfferedCommands(), ...everywhere], command => command.group)
  const actions: SpotlightActionGroupData[] = [...groups].map(([group, commands]) => ({
    group,
    actions: commands.map(({ name, run }) => ({ id: `${group} ${name}`, label: name, onClick: run })),
  }))
  return (
    <Spotlight
      actions={actions}
      filter={(asked, groups) => [
        ...matching(asked, groups as readonly SpotlightActionGroupData[]),
        ...(maySearch && asked.trim().length > 1
          ? [
              {
                id: 'search',
                label: text.searchFor(asked.trim()),
                onClick: () => void navigate({ to: '/search', search: { q: asked.trim() } as never }),
              },
            ]
          : []),
      ]}
      shortcut={['mod + K']}
      nothingFound={text.commandsNone}
      highlightQuery
      scrollable
      maxHeight="60vh"
      searchProps={{ placeholder: text.commandsHint, 'aria-label': text.commands }}
    />
  )
}

/** Commands whose name has every word that was written. */
function matching(asked: string, groups: readonly SpotlightActionGroupData[]) {
  const parts = asked.trim().toLowerCase().split(/\s+/)
  return groups
    .map(({ group, actions }) => ({
      group,
      actions: actions.filter(({ label = '' }) => parts.every(part => label.toLowerCase().includes(part))),
    }))
    .filter(({ actions }) => actions.length > 0)
}
