import { Button, Checkbox, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type Ref, useState } from 'react'
import { addNote } from '../api/cases.ts'
import { FreeText } from '../care/FreeText.tsx'
import { Sensitive } from '../care/Sensitive.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** What people wrote, newest first. It stays as it was written. */
export function Notes({
  whole,
  refresh,
  mayChange,
  shown,
  writing,
}: InCase & { readonly shown: boolean; readonly writing: Ref<HTMLTextAreaElement> }) {
  const { nameOf } = useNames()
  const [zone] = useZone()
  const text = words.cases.notes
  const [draft, setDraft] = useState('')
  const [sensitive, setSensitive] = useState(false)
  const write = useMutation({
    mutationFn: () => addNote(whole.case_id, { text: draft, sensitive }),
    async onSuccess() {
      setDraft('')
      setSensitive(false)
      await refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (draft.trim() !== '') write.mutate()
  }
  return (
    <Section id="notes" title={text.title} count={whole.notes.length}>
      {mayChange && (
        <form onSubmit={submit} className={`${styles.write} no-print`}>
          <Textarea
            ref={writing}
            aria-label={text.write}
            placeholder={text.placeholder}
            autosize
            minRows={2}
            maxRows={12}
            value={draft}
            onChange={event => setDraft(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
            }}
          />
          <div className={styles.actions}>
            <Checkbox
              label={text.sensitive}
              checked={sensitive}
              onChange={event => setSensitive(event.currentTarget.checked)}
            />
            <Button type="submit" loading={write.isPending} disabled={draft.trim() === ''}>
              {text.do}
            </Button>
          </div>
          {write.isError && <ProblemNote problem={write.error} />}
        </form>
      )}
      {whole.notes.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.notes}>
        {whole.notes.toReversed().map(note => (
          <li key={note.note_id}>
            <div className={styles.small}>
              {nameOf(note.written_by)} · {instant(note.written_at, zone)}
              {note.sensitive && ` · ${text.marked}`}
            </div>
            {note.sensitive ? <Sensitive text={note.text} shown={shown} /> : <FreeText text={note.text} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
