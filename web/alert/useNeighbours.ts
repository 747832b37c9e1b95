import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readNeighbours } from '../api/picture.ts'
import { filterOf, type View } from '../queue/filter.ts'

/** Which alerts come before and after in the view of the queue that the alert was opened from. */
export function useNeighbours(id: string, view: View) {
  const filter = useMemo(() => filterOf(view, Date.now()), [view])
  const { data } = useQuery({
    queryKey: ['queue', 'neighbours', id, filter],
    queryFn: () => readNeighbours(id, filter),
  })
  return data
}
