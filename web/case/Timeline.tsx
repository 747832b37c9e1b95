import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Moment } from '../api/cases.ts'
import { Sensitive } from '../care/Sensitive.tsx'
import { useNames } from '../shell/useNames.ts'
import { useZone } from '../shell/zone.ts'
import { day, instant } from '../words/times.ts'
import { words } from '../words/words.ts'
import styles from './Case.module.css'
import { momentName } from './momentName.ts'
import { grouped } from './money.ts'
import { Empty, Section } from './Section.tsx'

type Kept = 'all' | 'payments' | 'work'

/** Everything in order of time: what happened outside, and who did what here. */
export function Timeline({
  moments,
  shown,
  compare,
}: {
  readonly moments: readonly Moment[]
  readonly shown: boolean
  readonly compare: () => void
}) {
  const [kept, setKept] = useState<Kept>('all')
  const [zone] = useZone()
  const text = words.cases.timeline
  const chosen = moments.filter(({ actor }) => kept === 'all' || (kept === 'work') === (actor !== null))
  const days = [...Map.groupBy(chosen, ({ at }) => day(at, zone))]
  return (
    <Section
      id="timeline"
      title={text.title}
      count={moments.length}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={text.filter}
            value={kept}
            onChange={value => setKept(value as Kept)}
            data={(['all', 'payments', 'work'] as const).map(value => ({ value, label: text.kept[value] }))}
          />
          <Button variant="subtle" onClick={compare}>
            {words.cases.compare.open}
          </Button>
        </>
      }
    >
      {chosen.length === 0 && <Empty>{text.none}</Empty>}
      <ol className={styles.timeline}>
        {days.map(([date, ofDay]) => (
          <li key={date}>
            <h3>{date}</h3>
            <ol>
              {ofDay.map((moment, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two moments can be alike in all but their place
                <Row key={`${moment.at} ${at}`} moment={moment} shown={shown} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Row({ moment, shown }: { readonly moment: Moment; readonly shown: boolean }) {
  const [zone] = useZone()
  const { nameOf } = useNames()
  const time = instant(moment.at, zone).split(', ').at(-1)
  return (
    <li data-actor={moment.actor !== null || undefined}>
      <span className={styles.small}>{time}</span>
      <span>
        <strong>{momentName(moment.kind)}</strong> <Told moment={moment} shown={shown} />
      </span>
      <span className={styles.small}>{moment.actor === null ? '' : nameOf(moment.actor)}</span>
    </li>
  )
}

/** What a moment says besides its name. */
function Told({ moment, shown }: { readonly moment: Moment; readonly shown: boolean }) {
  const { nameOf } = useNames()
  const detail = moment.detail as Readonly<Record<string, unknown>>
  const value = (name: string) => (detail[name] === undefined ? '' : String(detail[name]))
  const text = words.cases
  switch (moment.kind) {
    case 'payment':
      return `${text.direction(value('direction'))} ${value('currency')} ${grouped(value('amount'))} · ${value('counterparty')}`
    case 'note':
      return detail.sensitive === true ? <Sensitive text={value('text')} shown={shown} /> : value('text')
    case 'moved': {
      const states: Readonly<Record<string, string>> = text.states
      return [states[value('to')] ?? value('to'), value('reason')].filter(each => each !== '').join(': ')
    }
    case 'changed':
      return fieldsTold(detail, nameOf)
    case 'subject_added':
    case 'subject_removed':
      return [value('subject_id'), value('role'), value('why')].filter(each => each !== '').join(', ')
    case 'alert_raised':
      return value('title')
    case 'suspicion_formed':
      return ''
    default:
      return ['what', 'alert_id', 'payment_id', 'decision', 'receipt', 'reason', 'why']
        .map(value)
        .filter(each => each !== '')
        .join(' · ')
  }
}

function fieldsTold(
  detail: Readonly<Record<string, unknown>>,
  nameOf: (actor: string | null) => string,
): string {
  const text = words.cases.compare
  const is = (detail.is ?? {}) as Readonly<Record<string, unknown>>
  const fields = Array.isArray(detail.fields) ? (detail.fields as (keyof typeof text.of)[]) : []
  return fields
    .map(field => {
      const value = is[field]
      if (value === undefined) return text.of[field]
      if (field === 'lead')
        return `${text.of.lead} ${value === null ? words.cases.noLead : nameOf(String(value))}`
      if (field === 'restricted') return value === true ? words.cases.walled : words.cases.unwalled
      if (field === 'members')
        return `${text.of.members} ${(value as readonly string[]).map(nameOf).join(', ')}`
      return `${text.of[field]} ${String(value)}`
    })
    .join('; ')
}
