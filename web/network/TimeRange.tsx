import { Button, RangeSlider } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import type { Period } from '../api/network.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import type { Link } from './graph.ts'
import styles from './Network.module.css'

const dayMillis = 86_400_000
/** By the page keys; arrows move by one. */
const leapDays = 30

/** Which days the payments of the chart are of. While it is moved what is known is narrowed at once; then the book is asked. */
export function TimeRange({
  links,
  period,
  onSlide,
  onPeriod,
}: {
  readonly links: ReadonlyMap<string, Link>
  readonly period: Period
  readonly onSlide: (range: readonly [number, number] | undefined) => void
  readonly onPeriod: (period: Period) => void
}) {
  const text = words.network.time
  const isWhole = period.since === undefined && period.until === undefined
  const [extent, setExtent] = useState<readonly [number, number]>()
  const found = useMemo(() => extentOf(links), [links])
  // Of a narrowed chart the extent would be narrower, and there would be no way back.
  useEffect(() => {
    if (isWhole && found !== undefined) setExtent(found)
  }, [found, isWhole])
  const [value, setValue] = useState<[number, number]>()
  // Keys come one after the other: the book is asked once they rest.
  const settle = useDebouncedCallback((next: [number, number]) => {
    onSlide(undefined)
    if (next[0] === 0 && next[1] === days) return onPeriod({})
    onPeriod({ since: new Date(at(next[0])).toISOString(), until: new Date(at(next[1])).toISOString() })
  }, 300)
  const [begin, end] = extent ?? [0, 0]
  const days = Math.ceil((end - begin) / dayMillis)
  const [from, to] = value ?? [0, days]
  const at = (which: number) => begin + which * dayMillis
  const shown = (which: number) => day(new Date(at(which)).toISOString(), 'utc')
  const whole = () => {
    setValue(undefined)
    onSlide(undefined)
    onPeriod({})
  }
  const slide = (next: [number, number]) => {
    setValue(next)
    onSlide([at(next[0]), at(next[1])])
  }
  const leap = (event: KeyboardEvent) => {
    const by = leaps[event.key]
    if (by === undefined) return
    event.preventDefault()
    const isFirst = document.activeElement?.getAttribute('aria-label') === text.start
    const next: [number, number] = isFirst
      ? [Math.max(0, Math.min(to - 1, from + by)), to]
      : [from, Math.max(from + 1, Math.min(days, to + by))]
    slide(next)
    settle(next)
  }
  if (extent === undefined) return null
  return (
    <div className={styles.time}>
      <span id="network-days">{text.label}</span>
      <strong>{text.range(shown(from), shown(Math.max(from, to - 1)))}</strong>
      <RangeSlider
        className={styles.slider}
        size="sm"
        min={0}
        max={days}
        minRange={1}
        value={[from, to]}
        label={null}
        onKeyDown={leap}
        thumbFromLabel={text.start}
        thumbToLabel={text.end}
        onChange={slide}
        onChangeEnd={settle}
      />
      <Button variant="subtle" size="compact-xs" disabled={isWhole} onClick={whole}>
        {text.whole}
      </Button>
    </div>
  )
}

const leaps: Readonly<Record<string, number>> = {
  PageUp: leapDays,
  PageDown: -leapDays,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** From the first to after the last day, in milliseconds since 1970; absent where no link has times. */
function extentOf(links: ReadonlyMap<string, Link>): readonly [number, number] | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { first_at, last_at } of links.values()) {
    if (first_at !== null) first = Math.min(first, Date.parse(first_at))
    if (last_at !== null) last = Math.max(last, Date.parse(last_at))
  }
  if (first > last) return undefined
  return [Math.floor(first / dayMillis) * dayMillis, (Math.floor(last / dayMillis) + 1) * dayMillis]
}
