import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { addSubject, removeSubject, type Subject } from '../api/cases.ts'
import { useAsk } from '../shell/AskDialog.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** Whom the case is about, by role. On the path of care nobody has a role of suspicion. */
export function Subjects({ whole, refresh, mayChange }: InCase) {
  const ask = useAsk()
  const { nameOf } = useNames()
  const [zone] = useZone()
  const text = words.cases.subjects
  const roles = text.roles[whole.path].map(role => ({ value: role, label: role }))
  const isOpen = whole.state !== 'closed' && mayChange
  const kinds = Object.entries(text.kinds).map(([value, label]) => ({ value, label }))
  const add = (subject?: Subject) =>
    ask({
      title: subject === undefined ? text.add : text.changeRole(subject.subject_id),
      explains: text.addHint[whole.path],
      fields: [
        ...(subject === undefined
          ? [
              {
                name: 'kind',
                label: text.kind,
                kind: 'choice',
                options: kinds,
                initial: 'customer',
              } as const,
              { name: 'subject_id', label: text.id, kind: 'line' } as const,
            ]
          : []),
        {
          name: 'role',
          label: text.role,
          kind: 'choice',
          options: roles,
          initial: roles[0]?.value ?? '',
        } as const,
      ],
      do: subject === undefined ? text.addDo : text.changeDo,
      submit: async values => {
        await addSubject(whole.case_id, {
          kind: subject?.kind ?? values.kind!,
          subject_id: subject?.subject_id ?? values.subject_id!.trim(),
          role: values.role!,
        })
        await refresh()
      },
    })
  const remove = (subject: Subject) =>
    ask({
      title: text.remove(subject.subject_id),
      fields: [{ name: 'why', label: words.cases.why, kind: 'text' }],
      do: text.removeDo,
      submit: async ({ why }) => {
        await removeSubject(whole.case_id, subject, why!)
        await refresh()
      },
    })
  return (
    <Section
      id="subjects"
      title={text.title}
      count={whole.subjects.length}
      actions={
        isOpen && (
          <Button variant="subtle" onClick={() => add()}>
            {text.addShort}
          </Button>
        )
      }
    >
      {whole.subjects.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {whole.subjects.map(subject => (
          <li key={`${subject.kind} ${subject.subject_id}`}>
            <div>
              <strong className={styles.break}>
                <Link to="/network" search={{ of: `${subject.kind}:${subject.subject_id}` } as never}>
                  {subject.subject_id}
                </Link>
              </strong>{' '}
              <span className={styles.soft}>{text.kinds[subject.kind]}</span>
              <div>{subject.role}</div>
              <div className={styles.small}>
                {text.added(nameOf(subject.added_by), day(subject.added_at, zone))}
              </div>
            </div>
            {isOpen && (
              <div className={`${styles.actions} no-print`}>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={text.changeRole(subject.subject_id)}
                  onClick={() => add(subject)}
                >
                  {text.role}
                </Button>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={text.remove(subject.subject_id)}
                  onClick={() => remove(subject)}
                >
                  {text.removeShort}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
