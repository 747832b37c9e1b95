import { useComputedColorScheme } from '@mantine/core'
import { MapChart, ScatterChart } from 'echarts/charts'
import {
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GeoComponent,
  GridComponent,
  MarkAreaComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

use([
  ScatterChart,
  MapChart,
  GridComponent,
  GeoComponent,
  TooltipComponent,
  VisualMapComponent,
  DataZoomSliderComponent,
  DataZoomInsideComponent,
  MarkAreaComponent,
  CanvasRenderer,
])

/** How far from sight a chart is made. */
const near = '200px'

/** Of the tokens of the theme, as a canvas needs them. */
export type Colours = (token: string) => string

/**
 * A chart in an element, as large as it, in the colours of the theme. `option` is drawn anew whenever it is another or the theme
 * is; what is drawn is for the eye alone, and a table stands beside it. The chart is made when it comes near to sight, once the
 * page around it stands: to draw a world takes longer than all that is to be read.
 */
export function useChart(optionOf: (colours: Colours) => EChartsCoreOption): {
  readonly element: RefObject<HTMLDivElement | null>
  readonly chart: EChartsType | undefined
} {
  const element = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType>()
  const scheme = useComputedColorScheme()

  useEffect(() => {
    const place = element.current!
    let made: EChartsType | undefined
    const make = () => {
      if (made !== undefined) return
      made = init(place)
      resized.observe(place)
      setChart(made)
    }
    const resized = new ResizeObserver(() => {
      // It tells of the size at the beginning too, at which the chart was drawn.
      if (made?.getWidth() !== place.clientWidth || made.getHeight() !== place.clientHeight) made?.resize()
    })
    const seen = new IntersectionObserver(entries => entries.some(each => each.isIntersecting) && make(), {
      rootMargin: near,
    })
    seen.observe(place)
    // On paper all of it is in sight, and paper does not wait.
    const makeAtOnce = () => flushSync(make)
    addEventListener('beforeprint', makeAtOnce)
    return () => {
      removeEventListener('beforeprint', makeAtOnce)
      seen.disconnect()
      resized.disconnect()
      made?.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are those of the scheme
  useEffect(() => {
    if (chart === undefined || chart.isDisposed()) return
    chart.setOption(optionOf(coloursOf(element.current!)), true)
  }, [chart, optionOf, scheme])

  return { element, chart }
}

/** Tokens are pairs for light and dark, which only the browser resolves. */
function coloursOf(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement('span')
  const found = new Map<string, string>()
  return token => {
    let colour = found.get(token)
    if (colour === undefined) {
      element.append(probe)
      probe.style.color = `var(${token})`
      colour = getComputedStyle(probe).color
      probe.remove()
      found.set(token, colour)
    }
    return colour
  }
}
