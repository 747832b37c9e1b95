import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { readAlert, type WholeAlert } from '../api/alerts.ts'
import { tellSignedOut } from '../api/queries.ts'
import { useOpened } from '../care/useExposure.ts'
import type { Asked } from '../queue/DeedDialog.tsx'
import { DeedPanel } from '../queue/DeedPanel.tsx'
import { deedKeys } from '../queue/deedKeys.ts'
import type { Deed } from '../queue/deeds.ts'
import { useView } from '../queue/filter.ts'
import { useDeeds } from '../queue/useDeeds.ts'
import type { Row } from '../queue/useQueue.ts'
import { useMe } from '../session/me.ts'
import { useCommands } from '../shell/commands.ts'
import { useKeys } from '../shell/keys.ts'
import { useNow } from '../shell/now.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { words } from '../words/words.ts'
import { AlertHead } from './AlertHead.tsx'
import styles from './AlertPage.module.css'
import { Parts } from './Parts.tsx'
import { useNeighbours } from './useNeighbours.ts'

/** One alert: judged from its picture, decided where it is read, and on to the next. */
export default function AlertPage() {
  const text = words.alert
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const me = useMe()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [zone] = useZone()
  const now = useNow(30_000)
  const [view] = useView()
  const [asked, setAsked] = useState<Asked>()
  const alert = useQuery({ queryKey: ['alert', id], queryFn: () => readAlert(id) })
  const neighbours = useNeighbours(id, view)
  const { colleagues, nameOf } = useNames()
  const put = (rows: readonly Row[]) => {
    for (const { gone: _, ...row } of rows) {
      queries.setQueryData<WholeAlert>(['alert', row.alert_id], before => before && { ...before, ...row })
    }
    void queries.invalidateQueries({ queryKey: ['queue'] })
  }
  const deeds = useDeeds({ me: me.user_id, put, onSignedOut: tellSignedOut })
  usePageTitle(alert.data?.subject ?? text.title)
  useOpened('alert', alert.data?.alert_id)

  const go = (to: string | null | undefined) => {
    if (to) void navigate({ to: '/alerts/$id', params: { id: to } as never, search: view as never })
  }
  const meant = alert.data === undefined ? [] : [alert.data]
  const run = async (deed: Deed) => {
    setAsked(undefined)
    const after = neighbours?.next ?? neighbours?.previous
    const done = await deeds.run(deed, meant)
    if (done?.refused.length === 0 && leaves(deed)) go(after)
  }
  const undo = async () => {
    const back = await deeds.undo()
    if (back !== undefined) go(back.after[0]?.alert_id)
  }
  const keys = [
    { keys: ['j'], says: text.keys.next, run: () => go(neighbours?.next) },
    { keys: ['k'], says: text.keys.previous, run: () => go(neighbours?.previous) },
    {
      keys: ['Escape'],
      says: text.keys.back,
      run: () => void navigate({ to: '/alerts', search: view as never }),
    },
    ...deedKeys({
      isAnyMeant: meant.length > 0,
      run: deed => void run(deed),
      ask: setAsked,
      undo: () => void undo(),
    }),
  ]
  useKeys(text.keys.title, keys)
  useCommands(keys.map(key => ({ name: key.says, group: text.keys.title, run: key.run })))

  if (alert.error && alert.data === undefined)
    return <ProblemNote problem={alert.error} again={alert.refetch} />
  return (
    <div className={styles.page} data-protect={alert.data?.to_protect || undefined}>
      {alert.data === undefined ? (
        <PageSkeleton />
      ) : (
        <>
          <AlertHead
            alert={alert.data}
            view={view}
            neighbours={neighbours}
            onGo={go}
            now={now}
            zone={zone}
            nameOf={nameOf}
          />
          <Parts key={id} alert={alert.data} />
        </>
      )}
      <div className={styles.deeds}>
        <DeedPanel
          deeds={deeds}
          rows={meant}
          hasSelection={false}
          colleagues={colleagues}
          asked={asked}
          onAsk={setAsked}
          onDeed={deed => void run(deed)}
          onUndo={() => void undo()}
          onNone={() => {}}
        />
      </div>
    </div>
  )
}

/** Whether one goes on after it: the alert waits for nobody here any more. What became a case stays, with the way to the case. */
function leaves({ kind }: Deed): boolean {
  return kind === 'dismiss' || kind === 'snooze'
}
