import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { type Colleague, type Outline, readOutline } from '../api/alerts.ts'
import { words } from '../words/words.ts'
import type { View } from './filter.ts'
import styles from './Queue.module.css'

const states = ['new', 'claimed', 'snoozed', 'dismissed', 'escalated'] as const
const ages = [1, 3, 7, 30] as const

/** What of the queue is shown. Only what the queue holds can be chosen. */
export const Filters = memo(function Filters({
  view,
  outline,
  onView,
  colleagues,
  me,
}: {
  readonly view: View
  /** Of the view, once it was read. */
  readonly outline: Outline | undefined
  readonly onView: (view: View) => void
  readonly colleagues: readonly Colleague[]
  readonly me: string
}) {
  const text = words.queue.filters
  const inStates = view.states === undefined ? {} : { states: view.states }
  // A view by states alone holds all that can be chosen.
  const isNarrower = Object.keys(view).some(part => part !== 'states')
  const { data } = useQuery({
    queryKey: ['queue-holds', view.states],
    queryFn: ({ signal }) => readOutline(inStates, signal),
    enabled: isNarrower,
  })
  const held = (isNarrower ? data : outline)?.held ?? []
  const titles = new Map(held.map(each => [each.typology, each.title]))
  const given: Record<keyof View, readonly { readonly value: string; readonly label: string }[]> = {
    states: [
      { value: states.join(), label: text.all },
      ...states.map(state => ({ value: state, label: words.states[state] })),
    ],
    clock: (['protection', 'suspicion'] as const).map(value => ({ value, label: words.clocks[value] })),
    typology: [...titles].map(([value, label]) => ({ value, label })),
    role: [...new Set(held.map(each => each.role))].map(value => ({ value, label: value })),
    older: ages.map(days => ({ value: String(days), label: text.days(days) })),
    assignee: [
      { value: 'me', label: text.me },
      { value: 'nobody', label: text.nobody },
      ...colleagues
        .filter(each => each.user_id !== me)
        .map(each => ({ value: each.user_id, label: each.full_name })),
    ],
  }
  const parts = Object.keys(given) as (keyof View)[]
  return (
    <>
      {parts.map(part => (
        <Select
          key={part}
          className={styles.filter}
          size="xs"
          label={text[part]}
          placeholder={part === 'states' ? text.waiting : text.any}
          data={[...withChosen(given[part], view[part])]}
          value={view[part] ?? null}
          onChange={value => onView(withPart(view, part, value))}
          clearable
          clearButtonProps={{ 'aria-label': text.clear }}
          comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        />
      ))}
      {Object.keys(view).length > 0 && (
        <Button variant="subtle" size="xs" onClick={() => onView({})}>
          {text.clear}
        </Button>
      )}
    </>
  )
})

/** What the address names stays to be seen, although the queue holds none of it. */
function withChosen<Item extends { readonly value: string; readonly label: string }>(
  items: readonly Item[],
  chosen: string | undefined,
): readonly { readonly value: string; readonly label: string }[] {
  if (chosen === undefined || items.some(item => item.value === chosen)) return items
  // Several states stand in the address one after the other.
  const label = chosen
    .split(',')
    .map(value => items.find(item => item.value === value)?.label ?? value)
    .join(', ')
  return [...items, { value: chosen, label }]
}

function withPart(view: View, part: keyof View, value: string | null): View {
  const { [part]: _, ...others } = view
  return value === null ? others : { ...others, [part]: value }
}
