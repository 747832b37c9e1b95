import { useMemo, useState } from 'react'
import type { Purpose } from '../api/ask.ts'
import type { Period } from '../api/network.ts'
import { farPath } from './farPath.ts'
import { type Graph, shortestPath } from './graph.ts'

/** A path between two nodes: one end is marked, then the other; first in what is shown, and in the book when asked to. */
export function usePath(
  graph: Graph,
  asked: Period & { readonly purpose: Purpose },
  onFar: (path: readonly string[]) => void,
) {
  const [ends, setEnds] = useState<readonly string[]>([])
  const [far, setFar] = useState<'not asked' | 'looking' | 'none' | 'found'>('not asked')
  const [problem, setProblem] = useState<unknown>()
  const [from, to] = ends
  const keys = useMemo(
    () =>
      from === undefined || to === undefined ? [] : (shortestPath(graph.links.values(), from, to) ?? []),
    [graph, from, to],
  )
  const mark = (next: readonly string[]) => {
    setEnds(next)
    setFar('not asked')
    setProblem(undefined)
  }
  return {
    from: to === undefined ? from : undefined,
    ends,
    keys,
    far,
    problem,
    isOn: ends.length > 0,
    press: (key: string) =>
      mark(from !== undefined && to === undefined && key !== from ? [from, key] : [key]),
    clear: () => mark([]),
    async further() {
      if (from === undefined || to === undefined) return
      setFar('looking')
      try {
        const found = await farPath(from, to, asked)
        setFar(found === undefined ? 'none' : 'found')
        if (found !== undefined) onFar(found)
      } catch (error) {
        setProblem(error)
        setFar('not asked')
      }
    },
  }
}

export type PathState = ReturnType<typeof usePath>
