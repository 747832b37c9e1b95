import type { EChartsCoreOption } from 'echarts/core'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { TimelinePayment } from '../api/picture.ts'
import { useKeys } from '../shell/keys.ts'
import { instant, type Zone } from '../words/times.ts'
import { money } from '../words/values.ts'
import { words } from '../words/words.ts'
import { diameterOf, type Lane, lanesOf, sizeOf } from './lanes.ts'
import styles from './Payments.module.css'
import { type Colours, useChart } from './useChart.ts'

export type Arrangement = 'lanes' | 'hour'
/** A span of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly until: number
}

const lanesMost = 12
const laneHeight = 27

export interface ChartGiven {
  readonly payments: readonly TimelinePayment[]
  readonly whole: Span
  readonly arrangement: Arrangement
  readonly chosen: string | undefined
  readonly zone: Zone
  readonly onChoose: (id: string) => void
  readonly onSpan: (span: Span) => void
}

/** Payments over time, by counterparty or by the hour at the payer: the area is the amount, a diamond is evidence. */
export default function TimelineChart(given: ChartGiven) {
  const { payments, whole, arrangement, chosen, zone } = given
  const lanes = useMemo(() => lanesOf(payments, lanesMost), [payments])
  const drawn = useMemo(
    () => (arrangement === 'lanes' ? payments : payments.filter(each => each.local_hour !== null)),
    [payments, arrangement],
  )
  // What is zoomed to stays when something else changes.
  const span = useRef(whole)
  const optionOf = useCallback(
    (colours: Colours) =>
      timelineOption({ lanes, drawn, whole, span: span.current, arrangement, chosen, zone, colours }),
    [lanes, drawn, whole, arrangement, chosen, zone],
  )
  const { element, chart } = useChart(optionOf)

  const latest = useRef(given)
  latest.current = given
  useEffect(() => {
    if (chart === undefined) return
    const onZoom = () => {
      const [zoom] = chart.getOption().dataZoom as { startValue: number; endValue: number }[]
      span.current = { from: zoom!.startValue, until: zoom!.endValue }
      latest.current.onSpan(span.current)
    }
    const onClick = ({ data }: { readonly data?: unknown }) => {
      const id = (data as { readonly id?: string } | undefined)?.id
      if (id !== undefined) latest.current.onChoose(id)
    }
    chart.on('datazoom', onZoom)
    chart.on('click', onClick)
    return () => {
      if (chart.isDisposed()) return
      chart.off('datazoom', onZoom)
      chart.off('click', onClick)
    }
  }, [chart])

  const zoomBy = (factor: number) => {
    const { from, until } = span.current
    // About the chosen payment where it is in sight, else about the middle.
    const at = Date.parse(payments.find(each => each.payment_id === chosen)?.booked_at ?? '')
    const middle = at > from && at < until ? at : (from + until) / 2
    const half = ((until - from) * factor) / 2
    const [startValue, endValue] = [Math.max(whole.from, middle - half), Math.min(whole.until, middle + half)]
    chart?.dispatchAction({ type: 'dataZoom', startValue, endValue })
  }
  const text = words.alert.payments
  useKeys(text.title, [
    { keys: ['+', '='], says: text.zoomIn, run: () => zoomBy(0.5) },
    { keys: ['-'], says: text.zoomOut, run: () => zoomBy(2) },
  ])
  const height = arrangement === 'lanes' ? lanes.length * laneHeight + 110 : 350
  return (
    <div
      ref={element}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={text.chart(text.count(drawn.length, drawn.length), text.views[arrangement])}
    />
  )
}

function timelineOption({
  lanes,
  drawn,
  whole,
  span,
  arrangement,
  chosen,
  zone,
  colours,
}: {
  readonly lanes: readonly Lane[]
  readonly drawn: readonly TimelinePayment[]
  readonly whole: Span
  readonly span: Span
  readonly arrangement: Arrangement
  readonly chosen: string | undefined
  readonly zone: Zone
  readonly colours: Colours
}): EChartsCoreOption {
  const largest = drawn.reduce((most, each) => Math.max(most, sizeOf(each)), 0)
  const laneOf = new Map(
    lanes.flatMap((lane, at) => lane.payments.map(each => [each.payment_id, at] as const)),
  )
  const point = (each: TimelinePayment) => ({
    id: each.payment_id,
    value: [
      Date.parse(each.booked_at),
      arrangement === 'lanes' ? laneOf.get(each.payment_id)! : each.local_hour!,
    ],
    symbolSize: diameterOf(sizeOf(each), largest),
    payment: each,
  })
  const soft = colours('--ink-soft')
  const series = (
    name: string,
    payments: readonly TimelinePayment[],
    symbol: string,
    itemStyle: object,
    z: number,
  ) => ({ type: 'scatter', id: name, symbol, itemStyle, z, data: payments.map(point), cursor: 'pointer' })
  const hollow = { color: 'transparent', borderColor: colours('--line-strong'), borderWidth: 1.4 }
  const others = drawn.filter(each => !each.is_evidence)
  return {
    animation: false,
    useUTC: zone === 'utc',
    grid: { left: arrangement === 'lanes' ? 216 : 66, right: 22, top: 26, bottom: 62 },
    tooltip: {
      // Drawn, not written into the page, whose policy lets no markup with styles through.
      renderMode: 'richText',
      confine: true,
      backgroundColor: colours('--raised'),
      borderColor: colours('--line-strong'),
      textStyle: { color: colours('--ink'), fontSize: 12 },
      formatter: ({ data }: { readonly data: { readonly payment: TimelinePayment } }) =>
        told(data.payment, zone),
    },
    xAxis: {
      type: 'time',
      position: 'top',
      min: whole.from,
      max: whole.until,
      axisLabel: { color: soft, fontSize: 11, hideOverlap: true },
      axisLine: { lineStyle: { color: colours('--line-strong') } },
      splitLine: { show: true, lineStyle: { color: colours('--line'), type: 'dotted' } },
    },
    yAxis:
      arrangement === 'lanes'
        ? {
            type: 'category',
            inverse: true,
            data: lanes.map(laneName),
            axisTick: { show: false },
            axisLine: { show: false },
            axisLabel: { color: colours('--ink'), fontSize: 12, width: 198, overflow: 'truncate' },
            splitLine: { show: true, lineStyle: { color: colours('--line') } },
          }
        : {
            type: 'value',
            inverse: true,
            min: -0.5,
            max: 23.5,
            interval: 1,
            name: words.alert.payments.hour,
            nameLocation: 'middle',
            nameGap: 46,
            nameTextStyle: { color: soft, fontSize: 12 },
            axisLabel: {
              color: soft,
              fontSize: 11,
              customValues: [0, 3, 6, 9, 12, 15, 18, 21],
              formatter: (hour: number) => `${String(hour).padStart(2, '0')}:00`,
            },
            splitLine: { show: false },
          },
    dataZoom: [
      {
        type: 'inside',
        startValue: span.from,
        endValue: span.until,
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseWheel: false,
        preventDefaultMouseMove: false,
      },
      {
        type: 'slider',
        startValue: span.from,
        endValue: span.until,
        height: 26,
        bottom: 10,
        brushSelect: true,
        showDetail: false,
        showDataShadow: false,
        borderColor: colours('--line'),
        backgroundColor: colours('--raised'),
        fillerColor: colours('--chosen'),
        handleStyle: { color: colours('--paper'), borderColor: colours('--link') },
        moveHandleStyle: { color: colours('--line-strong') },
        emphasis: { handleStyle: { borderColor: colours('--ink') } },
        brushStyle: { color: colours('--link'), opacity: 0.3 },
      },
    ],
    series: [
      ...(arrangement === 'hour' ? [nightOf(colours('--raised'))] : []),
      series(
        'out',
        others.filter(each => each.direction === 'out'),
        'circle',
        hollow,
        2,
      ),
      series(
        'in',
        others.filter(each => each.direction === 'in'),
        'triangle',
        hollow,
        2,
      ),
      series(
        'evidence',
        drawn.filter(each => each.is_evidence),
        'diamond',
        { color: colours('--evidence'), borderColor: colours('--paper'), borderWidth: 1, opacity: 0.9 },
        3,
      ),
      {
        type: 'scatter',
        id: 'chosen',
        z: 4,
        silent: true,
        symbol: 'circle',
        itemStyle: { color: 'transparent', borderColor: colours('--focus'), borderWidth: 2.5 },
        data: drawn
          .filter(each => each.payment_id === chosen)
          .map(each => ({ ...point(each), symbolSize: diameterOf(sizeOf(each), largest) + 9 })),
      },
    ],
  }
}

/** The hours in which most people sleep. */
function nightOf(color: string): object {
  const band = (from: number, until: number) => [{ yAxis: from }, { yAxis: until }]
  return {
    type: 'scatter',
    id: 'night',
    data: [],
    markArea: { silent: true, itemStyle: { color }, data: [band(-0.5, 4.5), band(21.5, 23.5)] },
  }
}

function laneName({ name, counterparty_id: id, country, counterparties }: Lane): string {
  const text = words.alert.payments
  if (counterparties > 1) return text.others(counterparties)
  const shown = name ?? id ?? text.unknown
  return country === null ? shown : `${country}  ${shown}`
}

function told(payment: TimelinePayment, zone: Zone): string {
  const {
    amount,
    currency,
    booked_at,
    counterparty_name: name,
    counterparty_id: id,
    direction,
    status,
  } = payment
  const text = words.alert.payments
  return [
    `${money(amount, currency)} ${text.direction[direction]}, ${text.status[status]}`,
    instant(booked_at, zone, { named: true }),
    name ?? id ?? text.unknown,
  ].join('\n')
}
