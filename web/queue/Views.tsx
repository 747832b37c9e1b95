import { Button, Menu, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { type FormEvent, memo, useState } from 'react'
import { words } from '../words/words.ts'
import type { View } from './filter.ts'

interface Saved {
  readonly name: string
  readonly view: View
}

/** Views that everybody has, and those that were saved in this browser. The server has no place for them yet. */
export const Views = memo(function Views({
  view,
  onView,
}: {
  readonly view: View
  readonly onView: (view: View) => void
}) {
  const text = words.queue.views
  const [saved, setSaved] = useLocalStorage<readonly Saved[]>({ key: 'lapwing-views', defaultValue: [] })
  const [name, setName] = useState('')
  const given: readonly Saved[] = [
    { name: text.all, view: {} },
    { name: text.protect, view: { clock: 'protection' } },
    { name: text.mine, view: { assignee: 'me' } },
    { name: text.free, view: { assignee: 'nobody' } },
    { name: text.snoozed, view: { states: 'snoozed' } },
    { name: text.dismissed, view: { states: 'dismissed' } },
  ]
  const same = (one: View) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(view))
  const current = [...given, ...saved].find(each => same(each.view))

  function save(event: FormEvent) {
    event.preventDefault()
    const chosen = name.trim()
    if (chosen === '') return
    setSaved([...saved.filter(each => each.name !== chosen), { name: chosen, view }])
    setName('')
  }

  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <Button variant="default" size="xs">
          {current?.name ?? text.label} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {given.map(each => (
          <Menu.Item
            key={each.name}
            onClick={() => onView(each.view)}
            rightSection={same(each.view) ? '✓' : null}
          >
            {each.name}
          </Menu.Item>
        ))}
        {saved.length > 0 && <Menu.Label>{text.own}</Menu.Label>}
        {saved.map(each => (
          <Menu.Item
            key={each.name}
            onClick={() => onView(each.view)}
            rightSection={same(each.view) ? '✓' : null}
          >
            {each.name}
          </Menu.Item>
        ))}
        {saved.length > 0 && <Menu.Divider />}
        {saved.map(each => (
          <Menu.Item
            key={each.name}
            c="var(--ink-soft)"
            onClick={() => setSaved(saved.filter(other => other !== each))}
          >
            {text.remove(each.name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <form onSubmit={save} style={{ padding: '0.4rem', display: 'grid', gap: '0.4rem' }}>
          <TextInput
            size="xs"
            label={text.name}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            onKeyDown={event => event.stopPropagation()}
            maxLength={60}
          />
          <Button type="submit" size="xs" variant="light" disabled={name.trim() === ''}>
            {text.save}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
})

function sorted(view: View): readonly (readonly [string, string])[] {
  return Object.entries(view).sort(([one], [other]) => (one < other ? -1 : 1))
}
