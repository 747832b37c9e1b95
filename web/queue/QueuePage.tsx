import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readQueuePage } from '../api/alerts.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'

/** The ranked queue. */
export default function QueuePage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['queue'],
    queryFn: ({ signal }) => readQueuePage({}, undefined, 50, signal),
  })
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  return (
    <ul>
      {data.items.map(alert => (
        <li key={alert.alert_id}>
          <Link to="/alerts/$id" params={{ id: alert.alert_id }}>
            {alert.headline}
          </Link>
        </li>
      ))}
    </ul>
  )
}
