import { useEffect, useRef, useState } from 'react'
import type { Graph } from './graph.ts'
import { type Drawing, layOut } from './layout.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly places: ReadonlyMap<string, Place>
  /** Milliseconds that the last took, from the question to the answer; absent while one is under way. */
  readonly took: number | undefined
}

/** Lays a graph out in a worker; what has a place keeps about there, and what is pinned stays. `round` asks for it anew. */
export function useLayout(
  graph: Graph,
  pinned: ReadonlyMap<string, Place>,
  round: number,
): Layout & { readonly move: (key: string, place: Place) => void } {
  const [layout, setLayout] = useState<Layout>({ places: new Map(), took: undefined })
  const places = useRef<Map<string, Place>>(new Map())
  const worker = useRef<Worker | undefined>(undefined)
  const lastRound = useRef(round)
  const shape = shapeOf(graph)

  useEffect(
    () => () => {
      worker.current?.terminate()
      worker.current = undefined
    },
    [],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph, and a pin alone moves nothing
  useEffect(() => {
    if (graph.nodes.size === 0) return
    const begin = performance.now()
    if (lastRound.current !== round) places.current = new Map()
    lastRound.current = round
    const keys = [...graph.nodes.keys()]
    if (keys.every(key => places.current.has(key))) {
      setLayout({ places: new Map(places.current), took: 0 })
      return
    }
    setLayout(before => ({ ...before, took: undefined }))
    let isCurrent = true
    void run(worker, drawingOf(graph, keys, places.current, pinned)).then(({ x, y }) => {
      if (!isCurrent) return
      for (const [at, key] of keys.entries()) places.current.set(key, { x: x[at]!, y: y[at]! })
      setLayout({ places: new Map(places.current), took: performance.now() - begin })
    })
    return () => {
      isCurrent = false
    }
  }, [shape, round])

  const move = (key: string, place: Place) => void places.current.set(key, place)
  return { ...layout, move }
}

/** Which nodes and links there are, as a text to compare by. */
function shapeOf({ nodes, links }: Graph): string {
  return `${[...nodes.keys()].join('\n')}\n${links.size}`
}

function drawingOf(
  { links }: Graph,
  keys: readonly string[],
  places: ReadonlyMap<string, Place>,
  pinned: ReadonlyMap<string, Place>,
): Drawing {
  const number = new Map(keys.map((key, at) => [key, at]))
  const of = (axis: 'x' | 'y') =>
    Float64Array.from(keys, key => (pinned.get(key) ?? places.get(key))?.[axis] ?? Number.NaN)
  return {
    x: of('x'),
    y: of('y'),
    fixed: Uint8Array.from(keys, key => (pinned.has(key) ? 1 : 0)),
    links: Uint32Array.from(
      [...links.values()].flatMap(({ from, to }) => [number.get(from)!, number.get(to)!]),
    ),
  }
}

let asked = 0

function run(kept: { current: Worker | undefined }, drawing: Drawing) {
  kept.current ??= new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
  const worker = kept.current
  const id = ++asked
  return new Promise<{ readonly x: Float64Array; readonly y: Float64Array }>(resolve => {
    const hear = ({ data }: MessageEvent) => {
      if (data.id !== id) return
      worker.removeEventListener('message', hear)
      resolve(data)
    }
    worker.addEventListener('message', hear)
    // A browser that starts no worker still gets its drawing.
    worker.addEventListener('error', () => {
      layOut(drawing)
      resolve(drawing)
    })
    worker.postMessage({ drawing, id })
  })
}
