import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Colleague, Outcome } from '../api/alerts.ts'
import { words } from '../words/words.ts'
import type { Deed } from './deeds.ts'
import styles from './Queue.module.css'
import type { Row } from './useQueue.ts'

export type Asked = 'snooze' | 'dismiss' | 'escalate' | 'assign'

interface Given {
  readonly rows: readonly Row[]
  readonly colleagues: readonly Colleague[]
  readonly onDeed: (deed: Deed) => void
  readonly onClose: () => void
}

/** Asks what a deed needs: a reason, an outcome, a title, a colleague. */
export function DeedDialog({ asked, ...given }: Given & { readonly asked: Asked | undefined }) {
  const text = words.queue
  return (
    <Modal
      opened={asked !== undefined}
      onClose={given.onClose}
      title={asked && text[asked].title(given.rows.length)}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      <Stack gap="md">
        <Text c="var(--ink-soft)">{text.about(given.rows.slice(0, 5).map(row => row.subject))}</Text>
        {asked === 'snooze' && <Snooze {...given} />}
        {asked === 'dismiss' && <Dismiss {...given} />}
        {asked === 'escalate' && <Escalate {...given} />}
        {asked === 'assign' && <Assign {...given} />}
      </Stack>
    </Modal>
  )
}

function Form({
  does,
  onClose,
  onSubmit,
  children,
}: {
  readonly does: string
  readonly onClose: () => void
  readonly onSubmit: () => void
  readonly children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form
      onSubmit={submit}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      <Stack gap="md">
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.queue.cancel}
          </Button>
          <Button type="submit">
            {does} <kbd className={styles.key}>Ctrl ↵</kbd>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const days = [1, 3, 7, 14, 30, 60, 90] as const
const dayMillis = 86_400_000

function Snooze({ rows, onDeed, onClose }: Given) {
  const text = words.queue.snooze
  const [length, setLength] = useState('7')
  const [reason, setReason] = useState('')
  const submit = () => {
    // A minute less, so that the longest stays within what the server takes.
    const until = new Date(Date.now() + Number(length) * dayMillis - 60_000).toISOString()
    onDeed({ kind: 'snooze', until, reason })
  }
  return (
    <Form does={text.do} onClose={onClose} onSubmit={submit}>
      {rows.some(row => row.to_protect) && (
        <Alert color="protect" variant="light">
          {text.protect}
        </Alert>
      )}
      <Textarea
        label={text.reason}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        maxLength={2_000}
        autosize
        minRows={2}
        required
        data-autofocus
      />
      <Select
        label={text.until}
        description={text.hint}
        data={days.map(each => ({ value: String(each), label: text.days(each) }))}
        value={length}
        onChange={value => setLength(value ?? '7')}
        allowDeselect={false}
      />
    </Form>
  )
}

function Dismiss({ rows, onDeed, onClose }: Given) {
  const text = words.queue.dismiss
  const [reason, setReason] = useState('')
  const [outcome, setOutcome] = useState<Outcome>('cleared')
  // Nobody who may be harmed is confirmed as anything else.
  const outcomes: readonly Outcome[] = rows.some(row => row.to_protect)
    ? ['cleared', 'victim']
    : ['cleared', 'confirmed', 'victim']
  return (
    <Form does={text.do} onClose={onClose} onSubmit={() => onDeed({ kind: 'dismiss', reason, outcome })}>
      <Textarea
        label={text.reason}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        maxLength={2_000}
        autosize
        minRows={2}
        required
        data-autofocus
      />
      <Select
        label={text.outcome}
        description={text.hint}
        data={outcomes.map(value => ({ value, label: words.outcomes[value] }))}
        value={outcome}
        onChange={value => setOutcome((value ?? 'cleared') as Outcome)}
        allowDeselect={false}
      />
    </Form>
  )
}

function Escalate({ rows, onDeed, onClose }: Given) {
  const text = words.queue.escalate
  const [title, setTitle] = useState(rows[0]?.title ?? '')
  const [jurisdiction, setJurisdiction] = useLocalStorage({ key: 'lapwing-jurisdiction', defaultValue: '' })
  return (
    <Form does={text.do} onClose={onClose} onSubmit={() => onDeed({ kind: 'escalate', title, jurisdiction })}>
      <TextInput
        label={text.name}
        value={title}
        onChange={event => setTitle(event.currentTarget.value)}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={text.jurisdiction}
        description={text.jurisdictionHint}
        value={jurisdiction}
        onChange={event => setJurisdiction(event.currentTarget.value.toUpperCase())}
        pattern="[A-Z]{2}"
        maxLength={2}
        required
      />
    </Form>
  )
}

function Assign({ colleagues, onDeed, onClose }: Given) {
  const text = words.queue.assign
  const [assignee, setAssignee] = useState<string | null>(null)
  return (
    <Form
      does={text.do}
      onClose={onClose}
      onSubmit={() => assignee !== null && onDeed({ kind: 'assign', assignee })}
    >
      <Select
        label={text.to}
        data={colleagues
          .filter(each => !each.disabled)
          .map(each => ({
            value: each.user_id,
            label: `${each.full_name} (${each.roles.map(role => words.roles[role]).join(', ')})`,
          }))}
        value={assignee}
        onChange={setAssignee}
        searchable
        required
        data-autofocus
      />
    </Form>
  )
}
