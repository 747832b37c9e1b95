import { Button } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import {
  addKeepOpen,
  askApproval,
  endKeepOpen,
  extendKeepOpen,
  type Hold,
  type KeepOpen,
  placeHold,
  proposeExit,
  readApprovals,
  readExits,
  readHolds,
  releaseHold,
} from '../api/duties.ts'
import { ApprovalCard } from '../approvals/ApprovalCard.tsx'
import { FreeText } from '../care/FreeText.tsx'
import { useMe } from '../session/me.ts'
import { fieldOf, instantOf, useAsk } from '../shell/AskDialog.tsx'
import { Due } from '../shell/Due.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePurpose } from '../shell/purpose.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { useKeepOpen } from './Clocks.tsx'
import { useFiles } from './Files.tsx'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

const ofCases = ['report', 'exit', 'release'] as const

/** What was asked of a second person in this case. */
export function CaseApprovals({ whole, refresh }: InCase) {
  const ask = useAsk()
  const { approvals } = useMe()
  const drafts = useFiles(whole.case_id, 'files')
  const kinds = ofCases.filter(kind => approvals.sees.includes(kind))
  const lists = useQueries({
    queries: kinds.map(kind => ({
      queryKey: ['case', whole.case_id, 'approvals', kind],
      queryFn: () => readApprovals(kind, { waiting: false, case_id: whole.case_id }),
    })),
  })
  const text = words.cases.approvals
  const failed = lists.find(({ error }) => error !== null)
  const items = lists
    .flatMap(({ data }) => data?.items ?? [])
    .sort((one, other) => other.asked_at.localeCompare(one.asked_at))
  const files = drafts.data?.items ?? []
  const release = () =>
    ask({
      title: text.release,
      explains: text.releaseExplains,
      fields: [
        {
          name: 'file_id',
          label: text.file,
          kind: 'choice',
          hint: files.length === 0 ? text.noFile : text.fileHint,
          options: files.map(({ file_id, name }) => ({ value: file_id, label: name })),
        },
        { name: 'why', label: text.whom, kind: 'text' },
      ],
      do: text.releaseDo,
      submit: async ({ file_id, why }) => {
        const file = files.find(each => each.file_id === file_id)!
        await askApproval({
          kind: 'release',
          object_id: file.file_id,
          content_hash: file.hash,
          case_id: whole.case_id,
          why: why!,
        })
        await refresh()
      },
    })
  return (
    <Section
      id="approvals"
      title={text.title}
      count={items.length}
      actions={
        <Button variant="subtle" onClick={release}>
          {text.releaseShort}
        </Button>
      }
    >
      {failed && <ProblemNote problem={failed.error} again={failed.refetch} />}
      {items.length === 0 && <Empty>{text.none}</Empty>}
      {items.map(approval => (
        <ApprovalCard key={approval.approval_id} approval={approval} refresh={refresh} inCase />
      ))}
    </Section>
  )
}

/** Ending a customer relation: proposed here, decided by a second person, done nowhere in Lapwing. Never of a possible victim. */
export function Exits({ whole, refresh }: InCase) {
  const ask = useAsk()
  const [purpose] = usePurpose()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const exits = useQuery({
    queryKey: ['case', whole.case_id, 'exits', purpose],
    queryFn: () => readExits(whole.case_id, purpose),
  })
  const text = words.cases.exits
  const propose = () =>
    ask({
      title: text.propose,
      explains: text.explains,
      fields: [
        customerOf(whole),
        { name: 'why', label: words.cases.why, kind: 'text' },
        {
          name: 'police_contact',
          label: text.police,
          kind: 'choice',
          options: Object.entries(text.contacts).map(([value, label]) => ({ value, label })),
        },
        { name: 'police_contact_note', label: text.policeNote, kind: 'line' },
      ],
      do: text.proposeDo,
      submit: async ({ customer_id, why, police_contact, police_contact_note }) => {
        await proposeExit(whole.case_id, {
          customer_id: customer_id!,
          why: why!,
          police_contact: police_contact!,
          police_contact_note: police_contact_note!,
        })
        await refresh()
      },
    })
  return (
    <Section
      id="exits"
      title={text.title}
      count={exits.data?.items.length}
      actions={
        whole.state !== 'closed' && (
          <Button variant="subtle" onClick={propose}>
            {text.proposeShort}
          </Button>
        )
      }
    >
      {exits.isError && <ProblemNote problem={exits.error} again={exits.refetch} />}
      {exits.data?.items.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {exits.data?.items.map(exit => (
          <li key={exit.exit_id}>
            <div>
              <strong className={styles.break}>{exit.customer_id}</strong>{' '}
              {exit.decision === null ? text.waits : words.approvals.decisions[exit.decision]}
              <div>
                <FreeText text={exit.why} />
              </div>
              <div className={styles.small}>
                {text.contacts[exit.police_contact]}: <FreeText text={exit.police_contact_note} />
              </div>
              <div className={styles.small}>
                {text.by(nameOf(exit.proposed_by), day(exit.proposed_at, zone))}
              </div>
              {exit.kept_open_now && <div className={styles.note}>{text.keptOpen}</div>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function customerOf(whole: InCase['whole']) {
  const customers = whole.subjects.filter(({ kind }) => kind === 'customer')
  return {
    name: 'customer_id',
    label: words.cases.customer,
    kind: 'choice',
    hint: words.cases.customerHint,
    options: customers.map(({ subject_id, role }) => ({
      value: subject_id,
      label: `${subject_id} (${role})`,
    })),
    initial: customers.length === 1 ? customers[0]!.subject_id : '',
  } as const
}

/** Authorities' requests that a customer stays a customer. */
export function KeepOpenRequests({ whole, refresh }: InCase) {
  const ask = useAsk()
  const requests = useKeepOpen(whole.case_id)
  const text = words.cases.keepOpen
  const add = () =>
    ask({
      title: text.add,
      explains: text.explains,
      fields: [
        customerOf(whole),
        { name: 'authority', label: text.authority, kind: 'line' },
        { name: 'reference', label: text.reference, kind: 'line', hint: text.referenceHint },
        { name: 'begins_at', label: text.begins, kind: 'instant', initial: fieldOf(Date.now()) },
        { name: 'ends_at', label: text.ends, kind: 'instant' },
      ],
      do: text.addDo,
      submit: async ({ customer_id, authority, reference, begins_at, ends_at }) => {
        await addKeepOpen(whole.case_id, {
          customer_id: customer_id!,
          authority: authority!,
          reference: reference!,
          begins_at: instantOf(begins_at!),
          ends_at: instantOf(ends_at!),
        })
        await refresh()
      },
    })
  return (
    <Section
      id="keep-open"
      title={text.title}
      count={requests.data?.items.length}
      actions={
        <Button variant="subtle" onClick={add}>
          {text.addShort}
        </Button>
      }
    >
      {requests.isError && <ProblemNote problem={requests.error} again={requests.refetch} />}
      {requests.data?.items.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {requests.data?.items.map(request => (
          <Request key={request.keep_open_id} request={request} refresh={refresh} />
        ))}
      </ul>
    </Section>
  )
}

function Request({
  request,
  refresh,
}: {
  readonly request: KeepOpen
  readonly refresh: () => Promise<void>
}) {
  const ask = useAsk()
  const [zone] = useZone()
  const text = words.cases.keepOpen
  const extend = () =>
    ask({
      title: text.extend,
      fields: [
        { name: 'ends_at', label: text.ends, kind: 'instant', initial: fieldOf(request.ends_at) },
        { name: 'reference', label: text.reference, kind: 'line', initial: request.reference },
      ],
      do: text.extend,
      submit: async ({ ends_at, reference }) => {
        await extendKeepOpen(request, { ends_at: instantOf(ends_at!), reference: reference! })
        await refresh()
      },
    })
  const end = () =>
    ask({
      title: text.end,
      explains: text.endExplains,
      fields: [],
      do: text.end,
      submit: async () => {
        await endKeepOpen(request)
        await refresh()
      },
    })
  return (
    <li>
      <div>
        <strong>{request.authority}</strong> {request.reference}
        <div className={styles.small}>
          {request.customer_id} · {day(request.begins_at, zone)} –{' '}
          {day(request.ended_at ?? request.ends_at, zone)}
        </div>
        <div>{request.stands ? <Due at={request.ends_at} urgency={request.urgency} /> : text.over}</div>
      </div>
      {request.stands && (
        <div className={`${styles.actions} no-print`}>
          <Button variant="subtle" size="compact-xs" onClick={extend}>
            {text.extend}
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={end}>
            {text.end}
          </Button>
        </div>
      )}
    </li>
  )
}

/** While one stands, nothing of the case is disposed of. */
export function Holds({ whole, refresh }: InCase) {
  const ask = useAsk()
  const [purpose] = usePurpose()
  const holds = useQuery({
    queryKey: ['case', whole.case_id, 'holds', purpose],
    queryFn: () => readHolds(whole.case_id, purpose),
  })
  const text = words.cases.holds
  const place = () =>
    ask({
      title: text.place,
      explains: text.explains,
      fields: [{ name: 'why', label: words.cases.why, kind: 'text' }],
      do: text.place,
      submit: async ({ why }) => {
        await placeHold(whole.case_id, why!)
        await refresh()
      },
    })
  return (
    <Section
      id="holds"
      title={text.title}
      count={holds.data?.items.length}
      actions={
        <Button variant="subtle" onClick={place}>
          {text.placeShort}
        </Button>
      }
    >
      {holds.isError && <ProblemNote problem={holds.error} again={holds.refetch} />}
      {holds.data?.items.length === 0 && <Empty>{text.none}</Empty>}
      <ul className={styles.plain}>
        {holds.data?.items.map(hold => (
          <HoldRow key={hold.hold_id} hold={hold} refresh={refresh} />
        ))}
      </ul>
    </Section>
  )
}

function HoldRow({ hold, refresh }: { readonly hold: Hold; readonly refresh: () => Promise<void> }) {
  const ask = useAsk()
  const { may } = useMe()
  const [zone] = useZone()
  const { nameOf } = useNames()
  const text = words.cases.holds
  const release = () =>
    ask({
      title: text.release,
      fields: [{ name: 'reason', label: words.cases.reason, kind: 'text' }],
      do: text.release,
      submit: async ({ reason }) => {
        await releaseHold(hold, reason!)
        await refresh()
      },
    })
  return (
    <li>
      <div>
        <FreeText text={hold.why} />
        <div className={styles.small}>{text.placed(nameOf(hold.placed_by), day(hold.placed_at, zone))}</div>
        {hold.released_at !== null && (
          <div className={styles.small}>
            {text.released(nameOf(hold.released_by), day(hold.released_at, zone), hold.release_reason ?? '')}
          </div>
        )}
      </div>
      {hold.released_at === null && may.includes('hold.release') && (
        <Button variant="subtle" size="compact-xs" className="no-print" onClick={release}>
          {text.release}
        </Button>
      )}
    </li>
  )
}
