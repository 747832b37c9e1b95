import { Anchor, Title } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Core } from 'cytoscape'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Purpose } from '../api/ask.ts'
import type { Beginning, Period } from '../api/network.ts'
import { useCommands } from '../shell/commands.ts'
import { useKeys } from '../shell/keys.ts'
import { PageSkeleton } from '../shell/PageSkeleton.tsx'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { usePageTitle } from '../shell/pageTitle.ts'
import { usePurpose } from '../shell/purpose.ts'
import { words } from '../words/words.ts'
import { isNowhere, useBeginning } from './beginning.ts'
import { Chart, type Marks } from './Chart.tsx'
import { grouped, isWithin, linksByNode, neighbourTowards, otherEnd, within } from './graph.ts'
import { Legend } from './Legend.tsx'
import { kindOf, nameOf } from './labels.ts'
import styles from './Network.module.css'
import { NodeList } from './NodeList.tsx'
import { NodePane } from './NodePane.tsx'
import { PathBar } from './PathBar.tsx'
import { pageOf } from './pageOf.ts'
import { TimeRange } from './TimeRange.tsx'
import { Tools } from './Tools.tsx'
import { useLayout } from './useLayout.ts'
import { useNetwork } from './useNetwork.ts'
import { usePath } from './usePath.ts'
import { useView } from './useView.ts'

const angles = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 } as const

/** The link chart of an address; another address is another chart. */
export default function NetworkPage() {
  const { key, beginning } = useBeginning()
  const [purpose] = usePurpose()
  const text = words.network.empty
  if (isNowhere(beginning)) {
    return (
      <div className={styles.empty}>
        <Title order={1}>{text.title}</Title>
        <p>{text.what}</p>
        <Anchor component={Link} to="/search">
          {text.search}
        </Anchor>
      </div>
    )
  }
  return <Network key={key} beginning={beginning} purpose={purpose} />
}

function Network({ beginning, purpose }: { readonly beginning: Beginning; readonly purpose: Purpose }) {
  const text = words.network
  const navigate = useNavigate()
  const chart = useRef<Core | null>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [period, setPeriod] = useState<Period>({})
  const [sliding, setSliding] = useState<readonly [number, number]>()
  const [search, setSearch] = useState('')
  const [pane, setPane] = useState<'focus' | 'list'>('focus')
  const [round, setRound] = useState(0)
  const { view, toggle, pin, setView } = useView()
  const read = useNetwork(beginning, view.opened, period, purpose)
  const { graph: loaded, currency, ordinaryAbove } = read

  const kept = useMemo(() => {
    const isKept = (key: string) => view.pinned.has(key) || view.opened.includes(key)
    return within(
      loaded,
      node =>
        !view.hidden.has(node.key) &&
        (view.ordinary || !node.ordinary || node.alerts > 0 || node.is_start || isKept(node.key)),
      sliding === undefined ? undefined : link => isWithin(link, sliding),
    )
  }, [loaded, view.hidden, view.pinned, view.opened, view.ordinary, sliding])
  const graph = useMemo(() => {
    const apart = new Set([...view.pinned.keys(), ...view.opened])
    if (view.groupAll) return grouped(kept, apart, hub => !view.ungrouped.has(hub))
    return view.grouped.size === 0 ? kept : grouped(kept, apart, hub => view.grouped.has(hub))
  }, [kept, view.pinned, view.opened, view.groupAll, view.grouped, view.ungrouped])
  const around = useMemo(() => linksByNode(graph.links.values()), [graph])
  const layout = useLayout(graph, view.pinned, round)

  const [focusKey, setFocus] = useState<string>()
  const starts = [...graph.nodes.values()].filter(node => node.is_start)
  const focus = focusKey !== undefined && graph.nodes.has(focusKey) ? focusKey : undefined
  const node = focus === undefined ? undefined : graph.nodes.get(focus)
  const hasFirst = graph.nodes.size > 0
  const firstKey = starts[0]?.key ?? graph.nodes.keys().next().value
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is something
  useEffect(() => setFocus(firstKey), [hasFirst])
  usePageTitle(starts.length === 1 ? `${text.title}: ${nameOf(starts[0]!)}` : text.title)

  const path = usePath(graph, { ...period, purpose }, found =>
    setView(before => ({
      ...before,
      groupAll: false,
      opened: [...new Set([...before.opened, ...found.slice(0, -1)])],
      hidden: new Set([...before.hidden].filter(key => !found.includes(key))),
    })),
  )

  const wanted = search.trim().toLowerCase()
  const found = useMemo(() => {
    if (wanted === '') return new Set<string>()
    const fits = (key: string) => {
      const each = loaded.nodes.get(key)
      return each !== undefined && `${each.id} ${each.name ?? ''}`.toLowerCase().includes(wanted)
    }
    return new Set(
      [...graph.nodes.values()].filter(each => [each.key, ...each.members].some(fits)).map(({ key }) => key),
    )
  }, [graph, loaded, wanted])

  const openedKeys = useMemo(() => new Set(view.opened), [view.opened])
  const marks: Marks = useMemo(
    () => ({ focus, mark: path.from, path: path.keys, found, pinned: view.pinned, opened: openedKeys }),
    [focus, path.from, path.keys, found, view.pinned, openedKeys],
  )

  const go = (key: string | undefined) => {
    setFocus(key)
    if (key === undefined || chart.current === null) return
    const place = chart.current.getElementById(key)
    if (place.empty()) return
    const { x, y } = place.renderedPosition()
    const [width, height] = [chart.current.width(), chart.current.height()]
    if (x < 30 || y < 30 || x > width - 30 || y > height - 30) chart.current.center(place)
  }
  const placeOf = (key: string) => {
    const shown = chart.current?.getElementById(key)
    return shown === undefined || shown.empty() ? undefined : shown.position()
  }
  const towards = (angle: number) => {
    if (focus === undefined) return go(firstKey)
    const neighbours = new Set((around.get(focus) ?? []).map(link => otherEnd(link, focus)))
    const next = neighbourTowards(focus, angle, neighbours, placeOf)
    if (next !== undefined) go(next)
  }
  const listed = useMemo(
    () =>
      [...graph.nodes.values()].sort(
        (one, other) =>
          other.alerts - one.alerts ||
          (around.get(other.key)?.length ?? 0) - (around.get(one.key)?.length ?? 0),
      ),
    [graph, around],
  )
  const step = (by: number) => {
    const at = listed.findIndex(each => each.key === focus)
    go(listed[Math.max(0, Math.min(listed.length - 1, at + by))]?.key)
  }
  const expand = (key: string | undefined) => {
    const each = key === undefined ? undefined : graph.nodes.get(key)
    if (each === undefined) return
    if (each.kind === 'group') toggle('group', each.id)
    else if (!each.is_start && !openedKeys.has(each.key))
      setView(before => ({ ...before, opened: [...before.opened, each.key] }))
  }
  const pinFocus = () => focus !== undefined && pin(focus, placeOf(focus))
  const hide = () => {
    if (node === undefined) return
    const next = around.get(node.key)?.[0]
    setView(before => ({
      ...before,
      hidden: new Set([...before.hidden, ...(node.kind === 'group' ? node.members : [node.key])]),
    }))
    setFocus(next === undefined ? firstKey : otherEnd(next, node.key))
  }
  const group = () => node !== undefined && toggle('group', node.kind === 'group' ? node.id : node.key)
  const open = () => {
    const address = node === undefined ? undefined : pageOf(node)
    if (address !== undefined) void navigate({ to: address.to, params: address.params as never })
  }
  const fit = () => chart.current?.fit(undefined, 40)
  const zoom = (by: number) => {
    const core = chart.current
    core?.zoom({ level: core.zoom() * by, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } })
  }
  const again = () => {
    setRound(before => before + 1)
    requestAnimationFrame(fit)
  }
  const clear = () => (path.isOn ? path.clear() : setFocus(undefined))

  const keys = [
    ...Object.entries(angles).map(([key, angle]) => ({
      keys: [key],
      says: text.keys.move,
      run: () => towards(angle),
    })),
    { keys: ['j'], says: text.keys.next, run: () => step(1) },
    { keys: ['k'], says: text.keys.previous, run: () => step(-1) },
    { keys: ['e'], says: text.keys.expand, run: () => expand(focus) },
    { keys: ['p'], says: text.keys.pin, run: pinFocus },
    { keys: ['h'], says: text.keys.hide, run: hide },
    { keys: ['g'], says: text.keys.group, run: group },
    { keys: ['f'], says: text.keys.path, run: () => focus !== undefined && path.press(focus) },
    { keys: ['Enter'], says: text.keys.open, run: open },
    { keys: ['w'], says: text.keys.within, run: () => searchBox.current?.focus() },
    { keys: ['o'], says: text.keys.ordinary, run: () => toggle('ordinary') },
    { keys: ['l'], says: text.keys.list, run: () => setPane(pane === 'list' ? 'focus' : 'list') },
    { keys: ['0'], says: text.keys.fit, run: fit },
    { keys: ['r'], says: text.keys.again, run: again },
    { keys: ['+', '='], says: text.keys.larger, run: () => zoom(1.3) },
    { keys: ['-'], says: text.keys.smaller, run: () => zoom(1 / 1.3) },
    { keys: ['Escape'], says: text.keys.clear, run: clear },
  ]
  useKeys(text.keys.title, keys)
  useCommands(
    keys.slice(6, -1).map(({ says, run }) => ({ name: says, group: text.keys.title, run: () => void run() })),
  )

  if (read.problem !== undefined && loaded.nodes.size === 0)
    return <ProblemNote problem={read.problem} again={read.again} />
  if (read.isPending) return <PageSkeleton />
  const hiddenCount = loaded.nodes.size - kept.nodes.size
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <div className={styles.heading}>
          <Title order={1}>{text.title}</Title>
          <span>{text.counts(graph.nodes.size, graph.links.size)}</span>
          {hiddenCount > 0 && <span>{text.hidden(hiddenCount)}</span>}
          {read.leftOut > 0 && <span title={text.leftOutWhy}>{text.leftOut(read.leftOut)}</span>}
          <span role="status" data-laid-out={layout.took === undefined ? undefined : Math.round(layout.took)}>
            {layout.took === undefined || read.isLoading
              ? text.drawingNow
              : layout.took > 0 && text.drawn(layout.took)}
          </span>
        </div>
        <Tools
          view={view}
          searchBox={searchBox}
          search={search}
          found={wanted === '' ? undefined : found.size}
          onSearch={setSearch}
          onFirst={() => found.size > 0 && go([...found][0])}
          onToggle={toggle}
          onShowHidden={() => setView(before => ({ ...before, hidden: new Set() }))}
          onFit={fit}
          onAgain={again}
          saving={{
            nodes: [...graph.nodes.values()].flatMap(each =>
              each.kind === 'group' ? each.members : [each.key],
            ),
            chart,
            period,
            purpose,
          }}
        />
      </div>
      <div className={styles.canvas}>
        {read.problem !== undefined && <ProblemNote problem={read.problem} again={read.again} />}
        {loaded.links.size === 0 && !read.isLoading && (
          <p className={styles.nothing}>
            <strong>{text.empty.none}</strong> {text.empty.noneWhy}
          </p>
        )}
        <Chart
          graph={graph}
          currency={currency}
          places={layout.places}
          marks={marks}
          chart={chart}
          onFocus={setFocus}
          onOpen={expand}
          onMoved={(key, place) => {
            layout.move(key, place)
            if (view.pinned.has(key)) pin(key, place, true)
          }}
        />
        <Legend />
        <PathBar
          path={path}
          nameOf={key => nameOf(loaded.nodes.get(key) ?? { kind: 'customer', id: key, name: null })}
        />
        <div aria-live="polite" className={styles.told}>
          {node !== undefined &&
            text.focus.at(nameOf(node), kindOf(node), text.focus.links(around.get(node.key)?.length ?? 0))}
        </div>
      </div>
      <TimeRange links={loaded.links} period={period} onSlide={setSliding} onPeriod={setPeriod} />
      <aside className={styles.pane} aria-label={pane === 'list' ? text.list.label : text.tools.focus}>
        <div className={styles.tabs}>
          {(['focus', 'list'] as const).map(each => (
            <button key={each} type="button" aria-pressed={pane === each} onClick={() => setPane(each)}>
              {text.tools[each]}
            </button>
          ))}
        </div>
        {pane === 'list' ? (
          <NodeList nodes={listed} around={around} focus={focus} onFocus={go} />
        ) : (
          <NodePane
            node={node}
            links={node === undefined ? [] : (around.get(node.key) ?? [])}
            nodes={graph.nodes}
            currency={currency}
            ordinaryAbove={ordinaryAbove}
            isOpened={node !== undefined && (node.is_start || openedKeys.has(node.key))}
            isPinned={node !== undefined && view.pinned.has(node.key)}
            pathFrom={path.from === undefined ? undefined : nameOf(loaded.nodes.get(path.from)!)}
            onFocus={go}
            deeds={{
              expand: () => expand(focus),
              pin: pinFocus,
              hide,
              group,
              open,
              path: () => focus !== undefined && path.press(focus),
            }}
          />
        )}
      </aside>
    </div>
  )
}
