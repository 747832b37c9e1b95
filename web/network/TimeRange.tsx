import { Button, RangeSlider } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { Period } from '../api/network.ts'
import { day } from '../words/times.ts'
import { words } from '../words/words.ts'
import type { Link } from './graph.ts'
import styles from './Network.module.css'

const dayMillis = 86_400_000

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
  if (extent === undefined) return null
  const days = Math.ceil((extent[1] - extent[0]) / dayMillis)
  const [from, to] = value ?? [0, days]
  const at = (which: number) => extent[0] + which * dayMillis
  const shown = (which: number) => day(new Date(at(which)).toISOString(), 'utc')
  const whole = () => {
    setValue(undefined)
    onSlide(undefined)
    onPeriod({})
  }
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
        thumbFromLabel={text.start}
        thumbToLabel={text.end}
        onChange={next => {
          setValue(next)
          onSlide([at(next[0]), at(next[1])])
        }}
        onChangeEnd={next => {
          onSlide(undefined)
          if (next[0] === 0 && next[1] === days) return onPeriod({})
          onPeriod({ since: new Date(at(next[0])).toISOString(), until: new Date(at(next[1])).toISOString() })
        }}
      />
      <Button variant="subtle" size="compact-xs" disabled={isWhole} onClick={whole}>
        {text.whole}
      </Button>
    </div>
  )
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
