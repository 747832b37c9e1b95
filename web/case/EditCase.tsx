import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeCase, readCase, readTimeline, type WholeCase } from '../api/cases.ts'
import { isChanged } from '../shell/AskDialog.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { conflictsOf, merge } from './merge.ts'

type Fields = {
  readonly title: string
  readonly lead: string
  readonly restricted: boolean
  /** User ids, separated by commas, in order. */
  readonly members: string
}

const fieldsOf = ({ title, lead, restricted, members }: WholeCase): Fields => ({
  title,
  lead: lead ?? '',
  restricted,
  members: [...members].sort().join(','),
})

/** Changes title, lead and wall. When somebody else did so meanwhile, both are shown, and this person says which stays. */
export function EditCase({
  whole,
  opened,
  close,
  refresh,
}: {
  readonly whole: WholeCase
  readonly opened: boolean
  readonly close: () => void
  readonly refresh: () => Promise<void>
}) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.cases.edit.title}
      size="lg"
      closeButtonProps={{ 'aria-label': words.ask.cancel }}
    >
      <EditForm whole={whole} close={close} refresh={refresh} />
    </Modal>
  )
}

function EditForm({
  whole,
  close,
  refresh,
}: {
  readonly whole: WholeCase
  readonly close: () => void
  readonly refresh: () => Promise<void>
}) {
  const [purpose] = usePurpose()
  const { options } = useNames()
  const text = words.cases.edit
  // As it was when the dialog opened, though the page behind it goes on.
  const [was, setWas] = useState(() => ({ fields: fieldsOf(whole), version: whole.version }))
  const [mine, setMine] = useState<Fields>(was.fields)
  const [theirs, setTheirs] = useState<{
    readonly fields: Fields
    readonly version: number
    readonly who: string[]
  }>()
  const [keptMine, setKeptMine] = useState<ReadonlySet<string>>(new Set())
  const save = useMutation({
    async mutationFn() {
      const base = theirs?.fields ?? was.fields
      const wanted = theirs === undefined ? mine : merge(was.fields, theirs.fields, mine, keptMine)
      const { title, lead, restricted, members } = wanted
      await changeCase(whole.case_id, theirs?.version ?? was.version, {
        ...(title === base.title ? {} : { title }),
        ...(lead === base.lead || lead === '' ? {} : { lead }),
        ...(restricted === base.restricted ? {} : { restricted }),
        ...(members === base.members ? {} : { members: members === '' ? [] : members.split(',') }),
      })
      await refresh()
    },
    onSuccess: close,
    async onError(error) {
      if (!isChanged(error)) return
      // What the server says now is what this rests on from here; what somebody chose before stays chosen.
      const [now, { items }] = await Promise.all([
        readCase(whole.case_id, purpose),
        readTimeline(whole.case_id, purpose),
      ])
      // Each of these made one version of the case.
      const since = now.version - (theirs?.version ?? was.version)
      const last = items.filter(({ kind }) => kind === 'changed' || kind === 'moved').slice(-since)
      if (theirs !== undefined) setWas({ fields: theirs.fields, version: theirs.version })
      setTheirs({
        fields: fieldsOf(now),
        version: now.version,
        who: [...new Set(last.map(({ actor }) => actor ?? ''))],
      })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {theirs === undefined ? (
          <>
            <TextInput
              data-autofocus
              label={text.name}
              required
              maxLength={200}
              value={mine.title}
              onChange={event => setMine({ ...mine, title: event.currentTarget.value })}
            />
            <NativeSelect
              label={text.lead}
              data={[...(mine.lead === '' ? [{ value: '', label: words.cases.noLead }] : []), ...options]}
              value={mine.lead}
              onChange={event => setMine({ ...mine, lead: event.currentTarget.value })}
            />
            <Checkbox
              label={text.restricted}
              description={text.restrictedHint}
              checked={mine.restricted}
              onChange={event => setMine({ ...mine, restricted: event.currentTarget.checked })}
            />
            {mine.restricted && (
              <Checkbox.Group
                label={text.members}
                description={text.membersHint}
                value={mine.members === '' ? [] : mine.members.split(',')}
                onChange={chosen => setMine({ ...mine, members: [...chosen].sort().join(',') })}
              >
                <Stack gap="xs" mt="xs">
                  {options.map(({ value, label }) => (
                    <Checkbox key={value} value={value} label={label} />
                  ))}
                </Stack>
              </Checkbox.Group>
            )}
            {save.isError && <ProblemNote problem={save.error} />}
          </>
        ) : (
          <Conflicts was={was.fields} theirs={theirs} mine={mine} keptMine={keptMine} keep={setKeptMine} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {words.ask.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={mine.title.trim() === ''}>
            {theirs === undefined ? text.do : text.doMerged}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Conflicts({
  was,
  theirs,
  mine,
  keptMine,
  keep,
}: {
  readonly was: Fields
  readonly theirs: { readonly fields: Fields; readonly who: readonly string[] }
  readonly mine: Fields
  readonly keptMine: ReadonlySet<string>
  readonly keep: (fields: ReadonlySet<string>) => void
}) {
  const { nameOf } = useNames()
  const text = words.cases.edit
  const conflicts = conflictsOf(was, theirs.fields, mine)
  const changed = (Object.keys(was) as (keyof Fields)[]).filter(field => theirs.fields[field] !== was[field])
  const shown = (field: string, value: string | boolean) => {
    if (field === 'restricted') return value === true ? words.cases.walled : words.cases.unwalled
    if (field === 'title') return String(value)
    const people = String(value)
      .split(',')
      .filter(each => each !== '')
    return people.length === 0 ? words.people.nobody : people.map(nameOf).join(', ')
  }
  return (
    <div role="alert" className={styles.conflict}>
      <Text fw={600}>{text.changed(theirs.who.map(nameOf))}</Text>
      <Text c="var(--ink-soft)">{conflicts.length === 0 ? text.noConflict : text.conflict}</Text>
      {changed
        .filter(field => !conflicts.some(each => each.field === field))
        .map(field => (
          <p key={field}>
            {text.theyChanged(
              text.fields[field],
              shown(field, was[field]),
              shown(field, theirs.fields[field]),
            )}
          </p>
        ))}
      {conflicts.map(({ field, was: before, theirs: now, mine: wanted }) => (
        <Radio.Group
          key={field}
          label={text.fields[field]}
          description={text.before(shown(field, before))}
          value={keptMine.has(field) ? 'mine' : 'theirs'}
          onChange={value => {
            const next = new Set(keptMine)
            if (value === 'mine') next.add(field)
            else next.delete(field)
            keep(next)
          }}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="theirs" label={text.theirs(shown(field, now))} />
            <Radio value="mine" label={text.mine(shown(field, wanted))} />
          </Stack>
        </Radio.Group>
      ))}
    </div>
  )
}
