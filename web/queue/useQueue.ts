import { useDebouncedValue } from '@mantine/hooks'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { type Alert, type Outline, readOutline, readQueuePage } from '../api/alerts.ts'
import { filterOf, type View } from './filter.ts'

/** A row as it is shown: `gone` where somebody took it out of this view since it was read. */
export type Row = Alert & { readonly gone?: boolean }

/** Rows of the list from `first` to `last`. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** Rows that are read at once, as long as the outline does not say otherwise. */
const usualStep = 100
/** How long rows stay in sight before they are asked for. */
const restMillis = 80

/**
 * The queue of a view: its length at once, and of its rows those within sight. What changes on the server changes rows where they
 * are; the order stays until `renew`, so that nothing jumps away under a hand.
 */
export function useQueue(view: View, range: Range, me: string) {
  const queries = useQueryClient()
  const [renewed, setRenewed] = useState(0)
  const [changed, setChanged] = useState<ReadonlyMap<string, Row>>(new Map())
  const [fresh, setFresh] = useState<Outline>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: an age is counted from when the list was read
  const filter = useMemo(() => filterOf(view, Date.now()), [view, renewed])
  const outline = useQuery({
    queryKey: ['queue', 'outline', filter, renewed],
    queryFn: ({ signal }) => readOutline(filter, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { total = 0, step = usualStep, starts = [] } = outline.data ?? {}
  // The first rows are asked for together with the outline, which they need not wait for.
  const isBefore = outline.data === undefined && range.first < step
  const places = isBefore ? [0] : total === 0 ? [] : pagesOf(range, step, total)
  const pageQuery = (place: number) => ({
    queryKey: ['queue', 'page', filter, renewed, step, place],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      readQueuePage(filter, place === 0 ? undefined : starts[place - 1], step, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  // What only flies past is not asked for: each page is a read of the store, and stands in the audit chain.
  const [rested] = useDebouncedValue(places.join(' '), restMillis, { leading: true })
  const asked = new Set(rested.split(' ').map(Number))
  const pages = useQueries({
    queries: places.map(place => ({ ...pageQuery(place), enabled: asked.has(place) })),
  })
  const byPlace = new Map(places.map((place, at) => [place, pages[at]?.data]))

  function rowAt(index: number): Row | undefined {
    const row = byPlace.get(Math.floor(index / step))?.items[index % step]
    return row && (changed.get(row.alert_id) ?? row)
  }

  const put = useCallback((rows: readonly Row[]) => {
    setChanged(before => new Map([...before, ...rows.map(row => [row.alert_id, row] as const)]))
  }, [])

  const renew = useCallback(() => {
    setRenewed(before => before + 1)
    setChanged(new Map())
    setFresh(undefined)
  }, [])

  /** Looks what others have changed, of the rows in sight and of how many there are. */
  async function look(): Promise<void> {
    const [now, ...read] = await Promise.all([
      readOutline(filter),
      ...places.map(place => readQueuePage(filter, place === 0 ? undefined : starts[place - 1], step)),
    ])
    const found = new Map(read.flatMap(page => page.items).map(row => [row.alert_id, row]))
    const shown = [...byPlace.values()].flatMap(page => page?.items ?? [])
    put(
      shown
        .filter(row => !changed.has(row.alert_id) || found.has(row.alert_id))
        .map(row => found.get(row.alert_id) ?? { ...row, gone: true }),
    )
    setFresh(now)
  }

  const left = [...changed.values()].filter(row => row.gone || !isIn(row, view, me)).length
  return {
    total,
    outline,
    problem: outline.error ?? pages.find(page => page.error)?.error ?? undefined,
    rowAt,
    put,
    renew,
    look,
    again: () => void queries.refetchQueries({ queryKey: ['queue'], type: 'active' }),
    /** How many more there are now than those that are shown; undefined until something changed. */
    more: fresh && fresh.total - (total - left),
  }
}

/** Those in sight and one on each side. */
function pagesOf({ first, last }: Range, step: number, total: number): readonly number[] {
  const end = Math.floor((total - 1) / step)
  const from = Math.max(0, Math.floor((first - 20) / step))
  const to = Math.min(end, Math.floor((last + 20) / step))
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
}

/** Whether a row that was changed here still belongs to the view, as far as its state and assignee say. */
export function isIn(row: Row, { states = 'new,claimed', assignee }: View, me: string): boolean {
  const isWith = assignee === 'me' ? me : assignee === 'nobody' ? null : assignee
  return states.split(',').includes(row.state) && (isWith === undefined || row.assignee === isWith)
}
