import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { readAlert } from '../api/alerts.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { words } from '../words/words.ts'

/** One alert: its reasons and its payments. */
export default function AlertPage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const { data, error, refetch } = useQuery({ queryKey: ['alert', id], queryFn: () => readAlert(id) })
  usePageTitle(data?.subject ?? words.alert.title)
  if (error) return <ProblemNote problem={error} again={refetch} />
  if (data === undefined) return <PageSkeleton />
  return <Title order={1}>{data.headline}</Title>
}
