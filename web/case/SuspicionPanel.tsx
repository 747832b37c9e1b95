import { Button } from '@mantine/core'
import { askApproval, correctSuspicion, formSuspicion, moveSuspicion, type Suspicion } from '../api/duties.ts'
import { fieldOf, instantOf, useAsk } from '../shell/AskDialog.tsx'
import { Due } from '../shell/Due.tsx'
import { FactList } from '../shell/FactList.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { useSuspicion } from './Clocks.tsx'
import { useFiles } from './Files.tsx'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

/** The suspicion and its report. It stands on the page of those alone who may know. */
export function SuspicionPanel({ whole, refresh }: InCase) {
  const ask = useAsk()
  const suspicion = useSuspicion(whole.case_id)
  const text = words.cases.report
  const form = () =>
    ask({
      title: text.form,
      explains: text.formExplains,
      fields: [
        { name: 'formed_at', label: text.formedAt, kind: 'instant', initial: fieldOf(Date.now() - 60_000) },
        { name: 'matter', label: text.matter, kind: 'choice', options: matters(), initial: 'any' },
      ],
      do: text.formDo,
      submit: async ({ formed_at, matter }) => {
        await formSuspicion(whole.case_id, { formed_at: instantOf(formed_at!), matter: matter! })
        await refresh()
      },
    })
  return (
    <Section id="suspicion" title={text.title}>
      <p className={styles.confidential}>{text.confidential}</p>
      {suspicion.isError && <ProblemNote problem={suspicion.error} again={suspicion.refetch} />}
      {suspicion.data === null && (
        <>
          <Empty>{text.none}</Empty>
          <Button variant="default" w="fit-content" onClick={form} className="no-print">
            {text.formShort}
          </Button>
        </>
      )}
      {suspicion.data && <Formed suspicion={suspicion.data} refresh={refresh} />}
    </Section>
  )
}

const matters = () => Object.entries(words.cases.report.matters).map(([value, label]) => ({ value, label }))

function Formed({
  suspicion,
  refresh,
}: {
  readonly suspicion: Suspicion
  readonly refresh: () => Promise<void>
}) {
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases.report
  const named = (at: string) => instant(at, zone, { named: true })
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [text.state, text.states[suspicion.state]],
    [
      text.due,
      suspicion.urgency === null ? (
        named(suspicion.due_at)
      ) : (
        <>
          <Due at={suspicion.due_at} urgency={suspicion.urgency} /> <br />
          {named(suspicion.due_at)}
        </>
      ),
    ],
    [text.formed, text.by(named(suspicion.formed_at), nameOf(suspicion.formed_by))],
    [text.matter, text.matters[suspicion.matter]],
    [text.to, text.toWhom(suspicion.report, suspicion.authority)],
    [text.rests, text.from(suspicion.deadline_from, suspicion.deadline_confirmed, suspicion.deadline_source)],
    ...(suspicion.reported_at === null
      ? []
      : [
          [
            text.reported,
            text.inTime(named(suspicion.reported_at), suspicion.reported_in_time === true),
          ] as const,
          [text.receipt, suspicion.receipt] as const,
        ]),
    ...(suspicion.reason === null ? [] : [[words.cases.reason, suspicion.reason] as const]),
  ]
  return (
    <>
      <FactList facts={facts} className={styles.facts} />
      <ReportMoves suspicion={suspicion} refresh={refresh} />
    </>
  )
}

/** What can be done next, with what each needs. A draft is a file of this case: what is approved is its content, by its hash. */
function ReportMoves({
  suspicion,
  refresh,
}: {
  readonly suspicion: Suspicion
  readonly refresh: () => Promise<void>
}) {
  const ask = useAsk()
  const drafts = useFiles(suspicion.case_id, 'report-files')
  const text = words.cases.report
  const { case_id, version, state } = suspicion
  const files = drafts.data?.items ?? []
  const draft = {
    name: 'file_id',
    label: text.draft,
    kind: 'choice',
    hint: files.length === 0 ? text.noDraft : text.draftHint,
    options: files.map(({ file_id, name }) => ({ value: file_id, label: name })),
  } as const
  const reason = { name: 'reason', label: words.cases.reason, kind: 'text' } as const
  const move = (name: 'draft' | 'redraft' | 'decide_no_report' | 'reconsider') =>
    ask({
      title: text.moves[name],
      explains: text.explains[name],
      fields: name === 'draft' || name === 'redraft' ? [] : [reason],
      do: text.moves[name],
      version,
      submit: async (values, current) => {
        await moveSuspicion(case_id, current, {
          move: name,
          ...(values.reason ? { reason: values.reason } : {}),
        })
        await refresh()
      },
    })
  const askFor = () =>
    ask({
      title: text.askApproval,
      explains: text.askExplains,
      fields: [draft, { name: 'why', label: words.cases.why, kind: 'text' }],
      do: text.askApproval,
      submit: async ({ file_id, why }) => {
        const file = files.find(each => each.file_id === file_id)!
        const asked = { kind: 'report', object_id: file.file_id, content_hash: file.hash, case_id, why: why! }
        await askApproval(asked)
        await refresh()
      },
    })
  const file = () =>
    ask({
      title: text.moves.file,
      explains: text.explains.file,
      fields: [
        draft,
        {
          name: 'reported_at',
          label: text.reportedAt,
          kind: 'instant',
          initial: fieldOf(Date.now() - 60_000),
        },
        { name: 'receipt', label: text.receipt, kind: 'line', hint: text.receiptHint },
      ],
      do: text.moves.file,
      version,
      submit: async ({ file_id, reported_at, receipt }, current) => {
        const filed = files.find(each => each.file_id === file_id)!
        await moveSuspicion(case_id, current, {
          move: 'file',
          report_id: filed.file_id,
          content_hash: filed.hash,
          reported_at: instantOf(reported_at!),
          receipt: receipt!,
        })
        await refresh()
      },
    })
  const correct = () =>
    ask({
      title: text.correct,
      explains: text.correctExplains,
      fields: [
        { name: 'formed_at', label: text.formedAt, kind: 'instant', initial: fieldOf(suspicion.formed_at) },
        { name: 'matter', label: text.matter, kind: 'choice', options: matters(), initial: suspicion.matter },
        reason,
      ],
      do: text.correctDo,
      version,
      submit: async (values, current) => {
        const isSame = values.formed_at === fieldOf(suspicion.formed_at)
        await correctSuspicion(case_id, current, {
          ...(isSame ? {} : { formed_at: instantOf(values.formed_at!) }),
          matter: values.matter!,
          reason: values.reason!,
        })
        await refresh()
      },
    })
  const isOpen = state === 'formed' || state === 'report_drafted' || state === 'report_approved'
  return (
    <div className={`${styles.actions} no-print`}>
      {state === 'formed' && <Button onClick={() => move('draft')}>{text.moves.draft}</Button>}
      {state === 'report_drafted' && <Button onClick={askFor}>{text.askApproval}</Button>}
      {state === 'report_approved' && <Button onClick={file}>{text.moves.file}</Button>}
      {state === 'report_approved' && (
        <Button variant="default" onClick={() => move('redraft')}>
          {text.moves.redraft}
        </Button>
      )}
      {isOpen && (
        <Button variant="default" onClick={() => move('decide_no_report')}>
          {text.moves.decide_no_report}
        </Button>
      )}
      {isOpen && (
        <Button variant="subtle" onClick={correct}>
          {text.correct}
        </Button>
      )}
      {state === 'no_report' && (
        <Button variant="default" onClick={() => move('reconsider')}>
          {text.moves.reconsider}
        </Button>
      )}
    </div>
  )
}
