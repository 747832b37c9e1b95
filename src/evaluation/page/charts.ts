import { type EChartsOption, init, type SeriesOption } from 'echarts'
import type { Estimate } from '../bootstrap.ts'
import { chance, own } from '../comparison.ts'
import type { CurvePoint } from '../curve.ts'

/**
 * Charts as SVG text. Colours are the page's custom properties, so that one drawing serves light, dark and print; detectors differ by
 * dash and mark as well as by colour.
 */

const width = 760
const ink = 'var(--ink)'
const soft = 'var(--ink-soft)'
const line = 'var(--line)'
const text = { color: ink, fontFamily: 'inherit', fontSize: 13 }
const axis = {
  axisLine: { show: true, lineStyle: { color: soft } },
  axisTick: { show: false },
  axisLabel: { color: ink, fontSize: 13 },
  splitLine: { show: true, lineStyle: { color: line } },
  nameTextStyle: { color: ink, fontSize: 13 },
  nameLocation: 'middle',
} as const

function drawn(option: EChartsOption, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ animation: false, textStyle: text, ...option })
  const svg = chart.renderToSVGString()
  // A chart that is not disposed of keeps the process alive.
  chart.dispose()
  return svg
}

type Look = { readonly color: string; readonly dash: 'solid' | number[]; readonly symbol: string }

const ownLook: Look = { color: ink, dash: 'solid', symbol: 'circle' }
const chanceLook: Look = { color: soft, dash: [2, 4], symbol: 'none' }
const looks: readonly Look[] = [
  { color: 'var(--evidence)', dash: [8, 4], symbol: 'rect' },
  { color: 'var(--protect)', dash: [3, 3], symbol: 'triangle' },
  { color: 'var(--against)', dash: [12, 3, 3, 3], symbol: 'diamond' },
]

/** Precision against recall, a line a detector, with the places of the budgets on Lapwing's. */
export function curvesChart(
  curves: readonly { readonly detector: string; readonly points: readonly CurvePoint[] }[],
  chancePrecision: number | undefined,
  budgets: readonly { readonly alerts: number; readonly recall: number; readonly precision: number }[],
): string {
  const others = curves.filter(({ detector }) => detector !== own).map(({ detector }) => detector)
  const lookOf = (detector: string) =>
    detector === own ? ownLook : looks[others.indexOf(detector) % looks.length]!
  const series = curves.map(({ detector, points }): SeriesOption => {
    const { color, dash, symbol } = lookOf(detector)
    return {
      type: 'line',
      name: detector,
      data: points.map(({ recall, precision }) => [recall * 100, precision * 100]),
      symbol,
      symbolSize: detector === own ? 6 : 7,
      showAllSymbol: true,
      itemStyle: { color },
      lineStyle: { color, type: dash, width: detector === own ? 3 : 1.75 },
      z: detector === own ? 4 : 3,
    }
  })
  const level: SeriesOption[] =
    chancePrecision === undefined
      ? []
      : [
          {
            type: 'line',
            name: chance,
            data: [
              [0, chancePrecision * 100],
              [100, chancePrecision * 100],
            ],
            symbol: 'none',
            itemStyle: { color: chanceLook.color },
            lineStyle: { color: chanceLook.color, type: chanceLook.dash, width: 1.75 },
          },
        ]
  const marks: SeriesOption = {
    type: 'scatter',
    data: budgets.map(({ recall, precision, alerts }) => ({
      value: [recall * 100, precision * 100],
      label: { formatter: `${alerts} ${alerts === 1 ? 'alert' : 'alerts'}` },
    })),
    symbolSize: 13,
    itemStyle: { color: 'var(--paper)', borderColor: ink, borderWidth: 2.5 },
    label: { show: true, position: 'right', offset: [-2, -14], color: ink, fontSize: 13, fontWeight: 'bold' },
    z: 5,
  }
  return drawn(
    {
      grid: { left: 62, right: 24, top: 54, bottom: 52 },
      legend: {
        top: 0,
        left: 'center',
        itemWidth: 44,
        itemGap: 18,
        textStyle: text,
        data: [own, ...others, ...(chancePrecision === undefined ? [] : [chance])],
      },
      xAxis: {
        ...axis,
        type: 'value',
        min: 0,
        max: 100,
        name: 'Recall, % of the true subjects',
        nameGap: 30,
      },
      yAxis: { ...axis, type: 'value', min: 0, max: 100, name: 'Precision, % of the alerts', nameGap: 42 },
      series: [...level, ...series, marks],
    },
    440,
  )
}

/** How many of the true subjects had their first alert within each stretch of time. */
export function delayChart(bins: readonly { readonly name: string; readonly count: number }[]): string {
  return drawn(
    {
      grid: { left: 52, right: 12, top: 24, bottom: 62 },
      xAxis: {
        ...axis,
        type: 'category',
        data: bins.map(({ name }) => name),
        splitLine: { show: false },
        axisLabel: { ...axis.axisLabel, interval: 0, lineHeight: 17 },
        name: 'From the first payment of the pattern to the first alert',
        nameGap: 44,
      },
      yAxis: { ...axis, type: 'value', minInterval: 1, name: 'True subjects', nameGap: 34 },
      series: [
        {
          type: 'bar',
          barCategoryGap: '28%',
          data: bins.map(({ count }, i) => ({
            value: count,
            itemStyle:
              i === bins.length - 1
                ? { color: 'var(--paper)', borderColor: ink, borderWidth: 1.5, borderType: [4, 3] }
                : { color: 'var(--link)' },
          })),
          label: { show: true, position: 'top', color: ink, fontSize: 13 },
        },
      ],
    },
    330,
  )
}

export interface Bar {
  readonly name: string
  readonly recall: Estimate | undefined
  readonly precision: Estimate | undefined
}

/** Recall and precision as two bars each, with their intervals. The first stands at the top. */
export function barsChart(bars: readonly Bar[]): string {
  const names = bars.map(({ name }) => name).reverse()
  const series = (['recall', 'precision'] as const).map((measure, place): SeriesOption => {
    return {
      type: 'bar',
      name: measure,
      barWidth: 13,
      barGap: '35%',
      itemStyle:
        place === 0
          ? { color: 'var(--link)', opacity: 0.45 }
          : { color: 'var(--raised)', borderColor: 'var(--link)', borderWidth: 1.5 },
      data: bars.map(bar => (bar[measure]?.value ?? Number.NaN) * 100).reverse(),
    }
  })
  const whiskers: SeriesOption = {
    type: 'custom',
    silent: true,
    z: 5,
    data: bars.flatMap((bar, i) =>
      (['recall', 'precision'] as const).flatMap((measure, place) => {
        const estimate = bar[measure]
        const row = bars.length - 1 - i
        return estimate === undefined ? [] : [[row, estimate.low * 100, estimate.high * 100, place]]
      }),
    ),
    renderItem: (_, api) => {
      const [row, low, high, place] = [0, 1, 2, 3].map(dimension => Number(api.value(dimension)))
      const [left, right] = [api.coord([low!, row!]), api.coord([high!, row!])]
      // The two bars of a row lie around its middle.
      const y = left[1]! + (place === 0 ? -1 : 1) * 8.8
      const cap = 4
      const stroke = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: ink, lineWidth: 1.75 },
      })
      return {
        type: 'group',
        children: [
          stroke(left[0]!, y, right[0]!, y),
          stroke(left[0]!, y - cap, left[0]!, y + cap),
          stroke(right[0]!, y - cap, right[0]!, y + cap),
        ],
      }
    },
    encode: { x: [1, 2], y: 0 },
  }
  return drawn(
    {
      grid: { left: 170, right: 24, top: 40, bottom: 50 },
      legend: { top: 0, left: 'center', itemGap: 24, data: ['recall', 'precision'], textStyle: text },
      xAxis: { ...axis, type: 'value', min: 0, max: 100, name: '%', nameGap: 28 },
      yAxis: {
        ...axis,
        type: 'category',
        data: names,
        splitLine: { show: false },
        axisLabel: { ...axis.axisLabel, width: 150, overflow: 'break' },
      },
      series: [...series, whiskers],
    },
    100 + bars.length * 52,
  )
}
