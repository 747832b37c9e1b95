import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useShown } from '../care/Sensitive.tsx'
import { useOpened } from '../care/useExposure.ts'
import { useMe } from '../session/me.ts'
import { AskProvider } from '../shell/AskDialog.tsx'
import { useCommands } from '../shell/commands.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { CaseAlerts } from './CaseAlerts.tsx'
import { CaseApprovals } from './CaseApprovals.tsx'
import { CaseHeader } from './CaseHeader.tsx'
import { CompareVersions } from './CompareVersions.tsx'
import { EditCase } from './EditCase.tsx'
import { EvidenceBoard } from './EvidenceBoard.tsx'
import { Exits } from './Exits.tsx'
import { Files } from './Files.tsx'
import { Holds } from './Holds.tsx'
import { KeepOpenRequests } from './KeepOpenRequests.tsx'
import { Links } from './Links.tsx'
import { Notes } from './Notes.tsx'
import { Subjects } from './Subjects.tsx'
import { SuspicionPanel } from './SuspicionPanel.tsx'
import { Tasks, useAddTask } from './Tasks.tsx'
import { Timeline } from './Timeline.tsx'
import { useCase } from './useCase.ts'
import { useMoves } from './useMoves.tsx'

/** One case: what it joins, what is to be done, and how it came here. */
export default function CasePage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const { whole, timeline, refresh, mayChange, mayKnow } = useCase(id)
  usePageTitle(whole.data?.title ?? words.cases.one)
  useOpened('case', whole.data?.case_id)
  const problem = whole.error ?? timeline.error
  if (problem && whole.data === undefined) {
    return <ProblemNote problem={problem} again={() => Promise.all([whole.refetch(), timeline.refetch()])} />
  }
  if (whole.data === undefined) return <PageSkeleton />
  return (
    <AskProvider>
      <Opened
        key={id}
        whole={whole.data}
        moments={timeline.data?.items ?? []}
        refresh={refresh}
        mayChange={mayChange}
        mayKnow={mayKnow}
      />
    </AskProvider>
  )
}

function Opened({
  whole,
  moments,
  refresh,
  mayChange,
  mayKnow,
}: {
  readonly whole: NonNullable<ReturnType<typeof useCase>['whole']['data']>
  readonly moments: NonNullable<ReturnType<typeof useCase>['timeline']['data']>['items']
  readonly refresh: () => Promise<void>
  readonly mayChange: boolean
  readonly mayKnow: boolean
}) {
  const [shown, toggleShown] = useShown()
  const [isComparing, setComparing] = useState(false)
  const [isEditing, setEditing] = useState(false)
  const writing = useRef<HTMLTextAreaElement>(null)
  const { move, handOver } = useMoves(whole, refresh)
  const given = { whole, refresh, mayChange }
  const addTask = useAddTask(given)
  const text = words.cases
  const write = () => writing.current?.focus()
  const deeds = [
    ...(mayChange
      ? [
          { key: 'n', name: text.keys.note, run: write },
          { key: 'a', name: text.keys.task, run: addTask },
          { key: 'h', name: text.keys.handOver, run: handOver },
          { key: 'e', name: text.keys.edit, run: () => setEditing(true) },
        ]
      : []),
    { key: 's', name: shown ? words.care.hide : words.care.show, run: toggleShown },
    { key: 'v', name: text.keys.compare, run: () => setComparing(true) },
    { key: 'p', name: text.keys.print, run: () => window.print() },
  ]
  useKeys(
    text.one,
    deeds.map(({ key, name, run }) => ({ keys: [key], says: name, run })),
  )
  useCommands([
    ...deeds.map(({ name, run }) => ({ name, group: text.one, run })),
    ...(mayChange
      ? whole.moves.map(each => ({
          name: text.move.names[each as keyof typeof text.move.names] ?? each,
          group: text.one,
          run: () => move(each),
        }))
      : []),
  ])
  const alerts = <CaseAlerts {...given} />
  const evidence = <EvidenceBoard {...given} shown={shown} />
  const tasks = <Tasks {...given} />
  const notes = <Notes {...given} shown={shown} writing={writing} />
  return (
    <div className={styles.page}>
      <Printed mayKnow={mayKnow} caseId={whole.case_id} />
      <CaseHeader
        {...given}
        mayKnow={mayKnow}
        move={move}
        handOver={handOver}
        edit={() => setEditing(true)}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <nav className={`${styles.jumps} no-print`} aria-label={text.parts}>
            {(whole.path === 'protection'
              ? (['tasks', 'notes', 'alerts', 'evidence', 'timeline'] as const)
              : (['alerts', 'evidence', 'tasks', 'notes', 'timeline'] as const)
            ).map(part => (
              <a key={part} href={`#${part}`}>
                {text.partNames[part]}
              </a>
            ))}
            <Button variant="subtle" size="compact-xs" aria-pressed={shown} onClick={toggleShown}>
              {shown ? words.care.hide : words.care.show}
            </Button>
          </nav>
          {whole.path === 'protection'
            ? [tasks, notes, alerts, evidence].map(keyed)
            : [alerts, evidence, tasks, notes].map(keyed)}
          <Timeline moments={moments} shown={shown} compare={() => setComparing(true)} />
        </div>
        <div className={styles.aside}>
          <Subjects {...given} />
          {mayKnow && whole.path === 'suspicion' && <SuspicionPanel {...given} />}
          {mayKnow && <CaseApprovals {...given} />}
          {mayKnow && whole.path === 'suspicion' && <Files {...given} folder="report-files" />}
          {mayKnow && whole.path === 'suspicion' && <Exits {...given} />}
          {mayKnow && <KeepOpenRequests {...given} />}
          {mayKnow && <Holds {...given} />}
          <Files {...given} folder="files" />
          <Links {...given} />
        </div>
      </div>
      <CompareVersions moments={moments} opened={isComparing} close={() => setComparing(false)} />
      <EditCase whole={whole} opened={isEditing} close={() => setEditing(false)} refresh={refresh} />
    </div>
  )
}

function keyed(element: React.ReactElement, at: number) {
  return <div key={at}>{element}</div>
}

/** The head of the paper: who printed what when, and for whom it is. */
function Printed({ mayKnow, caseId }: { readonly mayKnow: boolean; readonly caseId: string }) {
  const me = useMe()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases.printed
  return (
    <div className={styles.printed}>
      <p>
        {words.product} · {text.caseOf(caseId)} ·{' '}
        {text.by(nameOf(me.user_id), instant(new Date().toISOString(), zone, { named: true }))}
      </p>
      <p>{mayKnow ? text.confidential : text.personal}</p>
    </div>
  )
}
