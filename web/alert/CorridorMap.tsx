import { registerMap } from 'echarts/core'
import { useCallback } from 'react'
import type { Corridor } from '../api/picture.ts'
import { count, money } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Corridors.module.css'
import { type Colours, useChart } from './useChart.ts'
import { miller, worldShapes } from './world.ts'

registerMap('world', worldShapes() as never)

/** Countries, the darker the larger the sum; the shapes alone, from nowhere but this server. */
export default function CorridorMap({
  corridors,
  currency,
}: {
  readonly corridors: readonly Corridor[]
  readonly currency: string
}) {
  const optionOf = useCallback(
    (colours: Colours) => {
      const known = corridors.filter(each => each.country !== null && each.payments > 0)
      const largest = Math.max(1, ...known.map(each => Number(each.amount_home)))
      return {
        animation: false,
        tooltip: {
          renderMode: 'richText',
          confine: true,
          backgroundColor: colours('--raised'),
          borderColor: colours('--line-strong'),
          textStyle: { color: colours('--ink'), fontSize: 12 },
          formatter: ({ name }: { readonly name: string }) => told(known, name, currency),
        },
        visualMap: {
          show: false,
          min: 0,
          max: 1,
          dimension: 0,
          inRange: { color: [colours('--chosen'), colours('--link')] },
        },
        series: {
          type: 'map',
          map: 'world',
          roam: true,
          scaleLimit: { min: 1, max: 12 },
          projection: miller,
          left: 4,
          right: 4,
          top: 4,
          bottom: 4,
          preserveAspect: 'contain',
          selectedMode: false,
          itemStyle: {
            areaColor: colours('--raised'),
            borderColor: colours('--line-strong'),
            borderWidth: 0.4,
          },
          emphasis: {
            label: { show: false },
            itemStyle: { areaColor: colours('--focus') },
          },
          label: { show: false },
          data: known.map(each => ({
            name: each.country,
            // By the root, so that the small are seen beside the large.
            value: Math.sqrt(Number(each.amount_home) / largest),
            // So that a small island is seen.
            itemStyle: { borderColor: colours('--link'), borderWidth: 1.5 },
            label: {
              show: true,
              offset: [0, 13],
              formatter: each.country,
              color: colours('--ink'),
              fontSize: 12,
              fontWeight: 600,
              textBorderColor: colours('--paper'),
              textBorderWidth: 3,
            },
          })),
        },
      }
    },
    [corridors, currency],
  )
  const { element } = useChart(optionOf)
  return (
    <div
      ref={element}
      className={styles.map}
      role="img"
      aria-label={words.alert.countries.map(corridors.filter(each => each.country !== null).length)}
    />
  )
}

function told(corridors: readonly Corridor[], code: string, currency: string): string {
  const found = corridors.find(each => each.country === code)
  if (found === undefined) return code
  const payments = words.values.of(count(found.payments), 'payments', found.payments === 1)
  return `${found.country_name ?? code}\n${payments}, ${money(found.amount_home, currency)}`
}
