import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { createContext, type FormEvent, type ReactNode, useContext, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { words } from '../words/words.ts'
import { ProblemNote } from './ProblemNote.tsx'

/** One thing that a question asks for. All values are texts; `several` gives them separated by commas, `yes` gives `yes` or nothing. */
export interface AskedField {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'text' | 'choice' | 'instant' | 'yes' | 'several'
  readonly hint?: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly optional?: boolean
  readonly initial?: string
}

export interface Question {
  readonly title: string
  /** What follows from it, before it is done. */
  readonly explains?: ReactNode
  readonly fields: readonly AskedField[]
  readonly do: string
  /** `version` is of what the question was asked about, or of what `meanwhile` found. */
  readonly submit: (values: Readonly<Record<string, string>>, version: number) => Promise<unknown>
  readonly version?: number
  /** What others changed since, where the server says that somebody did. Then it can be done on what it is now. */
  readonly meanwhile?: () => Promise<{ readonly version: number; readonly shown: ReactNode }>
}

const AskContext = createContext<(question: Question) => void>(() => {})

/** Asks in a dialog what something that is about to be done needs. */
export const useAsk = () => useContext(AskContext)

export function AskProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question>()
  const [isOpen, setOpen] = useState(false)
  const ask = (next: Question) => {
    setQuestion(next)
    setOpen(true)
  }
  return (
    <AskContext.Provider value={ask}>
      {children}
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={question?.title}
        closeButtonProps={{ 'aria-label': words.ask.cancel }}
        size="lg"
      >
        {question !== undefined && <QuestionForm question={question} close={() => setOpen(false)} />}
      </Modal>
    </AskContext.Provider>
  )
}

function QuestionForm({ question, close }: { readonly question: Question; readonly close: () => void }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(question.fields.map(({ name, initial = '' }) => [name, initial])),
  )
  const [now, setNow] = useState<{ readonly version: number; readonly shown: ReactNode }>()
  const submit = useMutation({
    mutationFn: () => question.submit(values, now?.version ?? question.version ?? 0),
    onSuccess: close,
    async onError(error) {
      if (!isChanged(error) || question.meanwhile === undefined) return
      setNow(await question.meanwhile())
    },
  })
  const isMissing = question.fields.some(
    field => field.kind !== 'yes' && !field.optional && (values[field.name] ?? '').trim() === '',
  )
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit.mutate()
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        {question.explains !== undefined && <Text c="var(--ink-soft)">{question.explains}</Text>}
        {question.fields.map((field, at) => (
          <Field
            key={field.name}
            field={field}
            isFirst={at === 0}
            value={values[field.name] ?? ''}
            set={value => setValues({ ...values, [field.name]: value })}
          />
        ))}
        {submit.isError && <ProblemNote problem={submit.error} />}
        {now?.shown}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {words.ask.cancel}
          </Button>
          <Button type="submit" loading={submit.isPending} disabled={isMissing}>
            {now === undefined ? question.do : words.ask.onWhatItIsNow(question.do)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Whether the server refused because somebody else changed the same thing. */
export function isChanged(error: unknown): boolean {
  return error instanceof Problem && error.code === 'changed-meanwhile'
}

function Field({
  field,
  value,
  isFirst,
  set,
}: {
  readonly field: AskedField
  readonly value: string
  readonly isFirst: boolean
  readonly set: (value: string) => void
}) {
  const { label, kind, hint, options = [], optional = false } = field
  const common = {
    label,
    description: hint,
    required: !optional,
    ...(isFirst ? { 'data-autofocus': true } : {}),
  }
  switch (kind) {
    case 'text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={14}
          value={value}
          onChange={event => set(event.currentTarget.value)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...common}
          size="sm"
          data={[...(value === '' ? [{ value: '', label: words.ask.choose }] : []), ...options]}
          value={value}
          onChange={event => set(event.currentTarget.value)}
        />
      )
    case 'yes':
      return (
        <Checkbox
          label={label}
          description={hint}
          checked={value === 'yes'}
          onChange={event => set(event.currentTarget.checked ? 'yes' : '')}
        />
      )
    case 'several':
      return (
        <Checkbox.Group
          label={label}
          description={hint}
          required={!optional}
          value={value === '' ? [] : value.split(',')}
          onChange={chosen => set(chosen.join(','))}
        >
          <Stack gap="xs" mt="xs">
            {options.map(option => (
              <Checkbox key={option.value} value={option.value} label={option.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      )
    default:
      return (
        <TextInput
          {...common}
          type={kind === 'instant' ? 'datetime-local' : 'text'}
          value={value}
          onChange={event => set(event.currentTarget.value)}
          autoComplete="off"
        />
      )
  }
}

/** What a field of an instant holds, which is UTC, as RFC 3339. */
export function instantOf(value: string): string {
  return new Date(`${value}Z`).toISOString()
}

/** RFC 3339 as such a field holds it. */
export function fieldOf(instant: string | number): string {
  return new Date(instant).toISOString().slice(0, 16)
}
