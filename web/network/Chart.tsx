import { useComputedColorScheme } from '@mantine/core'
import cytoscape, { type Core, type ElementDefinition } from 'cytoscape'
import { getNonce } from 'get-nonce'
import { type RefObject, useEffect, useRef } from 'react'
import { words } from '../words/words.ts'
import { arrowsMax, chartStyle, shapes } from './chartStyle.ts'
import type { Graph } from './graph.ts'
import { linkLabel, nodeLabel } from './labels.ts'
import styles from './Network.module.css'
import type { Place } from './useLayout.ts'

/** What is marked in the drawing, by keys of nodes. */
export interface Marks {
  readonly focus: string | undefined
  readonly mark: string | undefined
  readonly path: readonly string[]
  readonly found: ReadonlySet<string>
  readonly pinned: ReadonlyMap<string, Place>
  readonly opened: ReadonlySet<string>
}

/** The drawing of a link chart, for the eye and the pointer; keys and the list beside it belong to the page. */
export function Chart({
  graph,
  currency,
  places,
  marks,
  chart,
  onFocus,
  onOpen,
  onMoved,
}: {
  readonly graph: Graph
  readonly currency: string
  readonly places: ReadonlyMap<string, Place>
  readonly marks: Marks
  readonly chart: RefObject<Core | null>
  readonly onFocus: (key: string | undefined) => void
  readonly onOpen: (key: string) => void
  readonly onMoved: (key: string, place: Place) => void
}) {
  const element = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  const hear = useRef({ onFocus, onOpen, onMoved })
  hear.current = { onFocus, onOpen, onMoved }
  const hasArrows = graph.links.size <= arrowsMax

  useEffect(() => {
    allowStyle()
    const core = cytoscape({
      container: element.current!,
      minZoom: 0.02,
      maxZoom: 3,
      autoungrabify: false,
      boxSelectionEnabled: false,
      selectionType: 'single',
      textureOnViewport: true,
      hideEdgesOnViewport: false,
      pixelRatio: 'auto',
    })
    core.on('tap', event => hear.current.onFocus(event.target === core ? undefined : idOf(event.target)))
    core.on('dbltap', 'node', event => hear.current.onOpen(event.target.id()))
    core.on('dragfree', 'node', event =>
      hear.current.onMoved(event.target.id(), { ...event.target.position() }),
    )
    const observer = new ResizeObserver(() => core.resize())
    observer.observe(element.current!)
    chart.current = core
    return () => {
      observer.disconnect()
      chart.current = null
      core.destroy()
    }
  }, [chart])

  // biome-ignore lint/correctness/useExhaustiveDependencies: tokens have other colours in another scheme
  useEffect(() => {
    chart.current?.style(chartStyle(tokensOf(element.current!), hasArrows))
  }, [chart, hasArrows, scheme])

  useEffect(() => {
    const core = chart.current
    if (core === null || places.size === 0) return
    const isFirst = core.nodes().empty()
    core.batch(() => show(core, graph, currency, places, marks.opened))
    if (isFirst) core.fit(undefined, 40)
    if (isFirst && core.zoom() > 1.2) core.zoom({ level: 1.2, renderedPosition: middleOf(core) })
  }, [chart, graph, currency, places, marks.opened])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown anew is marked anew
  useEffect(() => {
    const core = chart.current
    if (core !== null) core.batch(() => mark(core, marks))
  }, [chart, marks, graph, places])

  return (
    <div
      ref={element}
      className={styles.drawing}
      role="img"
      aria-label={words.network.drawing(graph.nodes.size, graph.links.size)}
      data-nodes={graph.nodes.size}
    />
  )
}

function idOf(target: { isNode?: () => boolean; id: () => string }): string | undefined {
  return target.isNode?.() ? target.id() : undefined
}

const middleOf = (core: Core) => ({ x: core.width() / 2, y: core.height() / 2 })

/** Cytoscape puts this one style into the page unless it is there; the content security policy asks for its nonce. */
function allowStyle(): void {
  const id = '__________cytoscape_stylesheet'
  if (document.getElementById(id) !== null) return
  const style = document.createElement('style')
  style.id = id
  style.nonce = getNonce() ?? ''
  style.textContent = '.__________cytoscape_container { position: relative; }'
  document.head.prepend(style)
}

function tokensOf(element: HTMLElement): (token: string) => string {
  return token => {
    const probe = document.createElement('span')
    probe.style.color = `var(${token})`
    element.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }
}

/** Makes the drawing hold what the graph does, by what differs. */
function show(
  core: Core,
  graph: Graph,
  currency: string,
  places: ReadonlyMap<string, Place>,
  opened: ReadonlySet<string>,
): void {
  core
    .elements()
    .filter(each => !graph.nodes.has(each.id()) && !graph.links.has(each.id()))
    .remove()
  const added: ElementDefinition[] = []
  for (const node of graph.nodes.values()) {
    const place = places.get(node.key)
    if (place === undefined) continue
    const data = {
      id: node.key,
      kind: node.kind,
      shape: shapes[node.kind],
      label: nodeLabel(node),
      alerts: node.alerts,
      ordinary: node.ordinary,
      protect: node.to_protect,
      opened: node.is_start || opened.has(node.key),
    }
    const shown = core.getElementById(node.key)
    if (shown.empty()) added.push({ group: 'nodes', data, position: { ...place } })
    else shown.data(data).position({ ...place })
  }
  for (const link of graph.links.values()) {
    if (!places.has(link.from) || !places.has(link.to)) continue
    const data = {
      id: link.key,
      source: link.from,
      target: link.to,
      by: link.by,
      arrow: link.by === 'payments' ? 'triangle' : 'none',
      label: linkLabel(link, currency),
      width: 1 + Math.min(4, Math.log10(Math.max(1, link.count ?? 1)) * 1.5),
    }
    const shown = core.getElementById(link.key)
    if (shown.empty()) added.push({ group: 'edges', data })
    else shown.data({ label: data.label, width: data.width })
  }
  core.add(added)
}

const labelledMax = 8

function mark(core: Core, { focus, mark: marked, path, found, pinned }: Marks): void {
  core
    .elements('.focus, .near, .path, .found, .mark, .pinned, .faint')
    .removeClass('focus near labelled path found mark pinned faint')
  if (focus !== undefined) {
    const node = core.getElementById(focus)
    node.addClass('focus')
    const near = node.connectedEdges()
    near.addClass('near')
    // Of more, labels would only cover one another; the pane has them.
    if (near.length <= labelledMax) near.addClass('labelled')
  }
  if (marked !== undefined) core.getElementById(marked).addClass('mark')
  for (const key of found) core.getElementById(key).addClass('found')
  for (const key of pinned.keys()) core.getElementById(key).addClass('pinned')
  if (path.length === 0) return
  core.elements().addClass('faint')
  for (const [at, key] of path.entries()) {
    const node = core.getElementById(key)
    node.removeClass('faint').addClass('path')
    const next = path[at + 1]
    if (next !== undefined) node.edgesWith(core.getElementById(next)).removeClass('faint').addClass('path')
  }
}
