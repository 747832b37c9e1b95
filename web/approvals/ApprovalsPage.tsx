import { SegmentedControl, Title } from '@mantine/core'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readApprovals } from '../api/duties.ts'
import { useMe } from '../session/me.ts'
import { AskProvider } from '../shell/AskDialog.tsx'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import { ApprovalCard } from './ApprovalCard.tsx'
import styles from './Approvals.module.css'

/** What waits for this person, what they asked for, and what was decided. */
export default function ApprovalsPage() {
  const me = useMe()
  const queries = useQueryClient()
  const [shows, setShows] = useState<'waiting' | 'all'>('waiting')
  const kinds = me.approvals.sees
  const lists = useQueries({
    queries: kinds.map(kind => ({
      queryKey: ['approvals', kind, shows],
      queryFn: () => readApprovals(kind, { waiting: shows === 'waiting' }),
    })),
  })
  const text = words.approvals
  const failed = lists.find(({ error }) => error !== null)
  if (failed) return <ProblemNote problem={failed.error} again={failed.refetch} />
  if (lists.some(({ data }) => data === undefined)) return <PageSkeleton />
  const all = lists.flatMap(({ data }) => data!.items)
  const isForMe = (each: (typeof all)[number]) =>
    each.decision === null && each.asked_by !== me.user_id && me.approvals.decides.includes(each.kind)
  const groups = [
    [text.forMe, all.filter(isForMe)],
    [text.mine, all.filter(each => each.decision === null && each.asked_by === me.user_id)],
    [
      text.elsewhere,
      all.filter(each => each.decision === null && each.asked_by !== me.user_id && !isForMe(each)),
    ],
    [text.past, all.filter(each => each.decision !== null).toReversed()],
  ] as const
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['approvals'] }),
      queries.invalidateQueries({ queryKey: ['case'] }),
    ])
  return (
    <AskProvider>
      <div className={styles.page}>
        <div className={styles.bar}>
          <Title order={1}>{text.title}</Title>
          <SegmentedControl
            size="xs"
            aria-label={text.shows}
            value={shows}
            onChange={value => setShows(value as 'waiting' | 'all')}
            data={[
              { value: 'waiting', label: text.onlyWaiting },
              { value: 'all', label: text.all },
            ]}
          />
        </div>
        <p>{text.what(kinds.map(kind => text.kinds[kind].toLowerCase()))}</p>
        {all.length === 0 && <p className={styles.empty}>{text.none}</p>}
        {groups
          .filter(([, items]) => items.length > 0)
          .map(([title, items]) => (
            <section key={title} className={styles.group}>
              <Title order={2}>
                {title} ({items.length})
              </Title>
              {items.map(approval => (
                <ApprovalCard key={approval.approval_id} approval={approval} refresh={refresh} />
              ))}
            </section>
          ))}
        {lists.some(({ data }) => data!.next !== null) && <p>{text.more}</p>}
      </div>
    </AskProvider>
  )
}
