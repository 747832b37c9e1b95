import { Button } from '@mantine/core'
import { addKeepOpen, endKeepOpen, extendKeepOpen, type KeepOpen } from '../api/duties.ts'
import { fieldOf, instantOf, useAsk } from '../shell/AskDialog.tsx'
import { Due } from '../shell/Due.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useZone } from '../shell/zone.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { useKeepOpen } from './Clocks.tsx'
import { customerOf } from './customerOf.ts'
import type { InCase } from './inCase.ts'
import { Empty, Section } from './Section.tsx'

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
