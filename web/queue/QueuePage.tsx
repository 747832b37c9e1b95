import { Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { tellSignedOut } from '../api/queries.ts'
import { useMe } from '../session/me.ts'
import { useCommands } from '../shell/commands.ts'
import { useKeys } from '../shell/keys.ts'
import { useNow } from '../shell/now.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { words } from '../words/words.ts'
import type { Asked } from './DeedDialog.tsx'
import { DeedPanel } from './DeedPanel.tsx'
import { deedKeys } from './deedKeys.ts'
import type { Deed } from './deeds.ts'
import { Filters } from './Filters.tsx'
import { useView, type View } from './filter.ts'
import { Preview } from './Preview.tsx'
import styles from './Queue.module.css'
import { QueueList } from './QueueList.tsx'
import { Tour } from './Tour.tsx'
import { useDeeds } from './useDeeds.ts'
import { useLive } from './useLive.ts'
import { type Range, type Row, useQueue } from './useQueue.ts'
import { useTour } from './useTour.ts'
import { Views } from './Views.tsx'

/** Where the focus was when the queue was left, so that whoever comes back goes on there. */
const left = { view: '', at: 0 }

/** The ranked queue: read, decide, go on, by keyboard alone. */
export default function QueuePage() {
  const text = words.queue
  const me = useMe()
  const navigate = useNavigate()
  const [zone] = useZone()
  const now = useNow(30_000)
  const [view, setView] = useView()
  const viewKey = JSON.stringify(view)
  const [at, setAt] = useState(left.view === viewKey ? left.at : 0)
  const [range, setRange] = useState<Range>({ first: at, last: at + 10 })
  const [selected, setSelected] = useState<ReadonlyMap<string, Row>>(new Map())
  const [asked, setAsked] = useState<Asked>()
  const tour = useTour(me.user_id, text.tour.steps.length)
  const queue = useQueue(view, range, me.user_id)
  const { total, rowAt, renew } = queue
  const deeds = useDeeds({ me: me.user_id, put: queue.put, onSignedOut: tellSignedOut })
  const { colleagues, nameOf } = useNames()
  useLive(() => void queue.look().catch(() => {}))

  const focus = rowAt(at)
  const meant = selected.size > 0 ? [...selected.values()] : focus === undefined ? [] : [focus]

  // What comes next is an alert: its code is fetched once the queue stands.
  useEffect(() => {
    const timer = setTimeout(() => void import('../alert/AlertPage.tsx'), 1_000)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    Object.assign(left, { view: viewKey, at })
  }, [viewKey, at])

  const changeView = useCallback(
    (next: View) => {
      setAt(0)
      setSelected(new Map())
      setView(next)
    },
    [setView],
  )
  const go = (to: number) => {
    setAt(Math.max(0, Math.min(total - 1, to)))
    tour.did(0)
  }
  const select = useCallback((row: Row) => {
    setSelected(before => {
      const next = new Map(before)
      if (!next.delete(row.alert_id)) next.set(row.alert_id, row)
      return next
    })
  }, [])
  const open = useCallback(
    ({ alert_id }: Row) =>
      void navigate({ to: '/alerts/$id', params: { id: alert_id } as never, search: view as never }),
    [navigate, view],
  )
  const run = async (deed: Deed) => {
    setAsked(undefined)
    if (!(await deeds.run(deed, meant))) return
    setSelected(new Map())
    if (deed.kind === 'claim') tour.did(2)
    else {
      tour.did(3)
      // The next one is what comes now.
      if (selected.size === 0 && deed.kind !== 'assign' && deed.kind !== 'release')
        setAt(Math.min(total - 1, at + 1))
    }
  }
  const renewAll = useCallback(() => {
    renew()
    setSelected(new Map())
  }, [renew])

  const keys = [
    { keys: ['j', 'ArrowDown'], says: text.keys.next, run: () => go(at + 1) },
    { keys: ['k', 'ArrowUp'], says: text.keys.previous, run: () => go(at - 1) },
    { keys: ['Home'], says: text.keys.first, run: () => go(0) },
    { keys: ['End'], says: text.keys.last, run: () => go(total - 1) },
    { keys: ['x', ' '], says: text.keys.select, run: () => focus && select(focus) },
    { keys: ['Escape'], says: text.keys.none, run: () => setSelected(new Map()) },
    { keys: ['o', 'Enter'], says: text.keys.open, run: () => focus && open(focus) },
    ...deedKeys({
      isAnyMeant: meant.length > 0,
      run: deed => void run(deed),
      ask: setAsked,
      undo: () => void deeds.undo(),
    }),
    { keys: ['.'], says: text.keys.renew, run: renewAll },
  ]
  useKeys(text.keys.title, keys)
  useCommands([
    ...keys.slice(6).map(key => ({ name: key.says, group: text.keys.title, run: key.run })),
    { name: text.keys.tour, group: text.keys.title, run: () => tour.setStep(0) },
  ])

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <div className={styles.heading}>
          <Title order={1}>{text.title}</Title>
          <span aria-live="polite">{queue.outline.data && text.count(total)}</span>
        </div>
        <Views view={view} onView={changeView} />
        <Filters
          view={view}
          outline={queue.outline.data}
          onView={changeView}
          colleagues={colleagues}
          me={me.user_id}
        />
        <div className={styles.push} />
        {queue.more !== undefined && queue.more !== 0 && (
          <button type="button" className={styles.fresh} onClick={renewAll} title={text.freshHint}>
            {queue.more > 0 ? text.fresh(queue.more) : text.changed}
          </button>
        )}
      </div>
      <div className={styles.main}>
        {queue.problem !== undefined ? (
          <ProblemNote problem={queue.problem} again={queue.again} />
        ) : queue.outline.data === undefined ? (
          <PageSkeleton />
        ) : total === 0 ? (
          <div className={styles.empty}>
            <strong>{text.empty.title}</strong>
            <span>{viewKey === '{}' ? text.empty.none : text.empty.filtered}</span>
          </div>
        ) : (
          <QueueList
            total={total}
            at={at}
            rowAt={rowAt}
            selected={selected}
            onRange={setRange}
            zone={zone}
            now={now}
            nameOf={nameOf}
            onPoint={setAt}
            onOpen={open}
            onSelect={select}
          />
        )}
        <div>
          <DeedPanel
            deeds={deeds}
            rows={meant}
            hasSelection={selected.size > 0}
            colleagues={colleagues}
            asked={asked}
            onAsk={setAsked}
            onDeed={deed => void run(deed)}
            onUndo={() => void deeds.undo()}
            onNone={() => setSelected(new Map())}
          />
        </div>
      </div>
      <Preview row={focus} />
      {total > 0 && <Tour step={tour.step} onStep={tour.setStep} onEnd={tour.end} />}
    </div>
  )
}
