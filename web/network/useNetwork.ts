import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Purpose } from '../api/ask.ts'
import { type Beginning, type Network, type Period, readNetwork } from '../api/network.ts'
import { isNowhere } from './beginning.ts'
import { emptyGraph, type Graph, graphOf } from './graph.ts'

/** A chart holds so many at most. */
export const nodesMax = 5_000

interface Read {
  readonly graph: Graph
  readonly currency: string
  readonly ordinaryAbove: number
  /** Nodes one step from what was expanded that were not loaded. */
  readonly leftOut: number
  readonly isPending: boolean
  readonly isLoading: boolean
  readonly problem: unknown
  readonly again: () => void
}

/** What lies one step from where the chart begins, and from each node that was expanded since; with payments of the period. */
export function useNetwork(
  beginning: Beginning,
  opened: readonly string[],
  period: Period,
  purpose: Purpose,
): Read {
  const asks = isNowhere(beginning) ? [] : [beginning, ...opened.map((key): Beginning => ({ from: [key] }))]
  const last = useRef<Read>(undefined)
  const read = useQueries({
    queries: asks.map(ask => ({
      queryKey: ['network', ask, period, purpose],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        readNetwork(ask, { ...period, limit: nodesMax, purpose }, signal),
      staleTime: 60_000,
      refetchOnWindowFocus: false,
    })),
    combine: together,
  })
  // What is asked anew is shown as it was until it has come whole.
  if (!read.isPending) last.current = read
  return read.isPending && last.current !== undefined ? { ...last.current, isLoading: true } : read
}

/** Answers are the same objects until another comes, and so then is the graph. */
let latest: { readonly answers: readonly Network[]; readonly graph: Graph } = {
  answers: [],
  graph: emptyGraph,
}

function together(
  results: readonly {
    readonly data: Network | undefined
    readonly isFetching: boolean
    readonly isPending: boolean
    readonly error: unknown
    readonly refetch: () => unknown
  }[],
): Read {
  const answers = results.flatMap(({ data }) => (data === undefined ? [] : [data]))
  const isSame =
    answers.length === latest.answers.length && answers.every((each, at) => each === latest.answers[at])
  if (!isSame) latest = { answers, graph: limited(graphOf(answers)) }
  const first = answers[0]
  return {
    graph: latest.graph,
    currency: first?.home_currency ?? '',
    ordinaryAbove: first?.ordinary_above ?? 0,
    leftOut: answers.reduce((sum, each) => sum + each.left_out, 0),
    isPending: results.some(each => each.isPending),
    isLoading: results.some(each => each.isFetching),
    problem: results.find(each => each.error !== null)?.error ?? undefined,
    again: () => {
      for (const each of results) if (each.error !== null) each.refetch()
    },
  }
}

function limited(graph: Graph): Graph {
  if (graph.nodes.size <= nodesMax) return graph
  const nodes = new Map([...graph.nodes].slice(0, nodesMax))
  const links = new Map([...graph.links].filter(([, { from, to }]) => nodes.has(from) && nodes.has(to)))
  return { nodes, links }
}
