import { Button, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Reasons } from '../alert/Reasons.tsx'
import { readAlert } from '../api/alerts.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import styles from './Queue.module.css'
import type { Row } from './useQueue.ts'

/** The alert in focus, so that most need not be opened. Each read is in the audit chain, so only where the focus rests. */
export function Preview({ row }: { readonly row: Row | undefined }) {
  const text = words.queue.preview
  const [id] = useDebouncedValue(row?.alert_id, 150)
  const { data, error, refetch } = useQuery({
    queryKey: ['alert', id],
    queryFn: () => readAlert(id ?? ''),
    enabled: id !== undefined,
  })
  return (
    <aside className={styles.preview} aria-label={text.title}>
      {row === undefined && <p>{text.none}</p>}
      {row !== undefined && error && <ProblemNote problem={error} again={refetch} />}
      {row !== undefined && !error && data?.alert_id !== row.alert_id && <Known row={row} />}
      {row !== undefined && data?.alert_id === row.alert_id && (
        <>
          <Title order={2}>{data.headline}</Title>
          <p>{data.finding.caveat}</p>
          <Button
            variant="light"
            size="xs"
            renderRoot={props => (
              <Link to="/alerts/$id" params={{ id: row.alert_id }} search={true as never} {...props} />
            )}
          >
            {text.open}
          </Button>
          <Reasons alert={data} />
        </>
      )}
    </aside>
  )
}

/** What the row says already, while the rest is on its way. */
function Known({ row }: { readonly row: Row }) {
  return (
    <>
      <Title order={2}>{row.headline}</Title>
      <ul>
        {row.strongest.map(reason => (
          <li key={reason.says}>
            {reason.says}: {reason.comparison}
          </li>
        ))}
      </ul>
      <PageSkeleton />
    </>
  )
}
