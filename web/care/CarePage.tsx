import { Button, Checkbox, NativeSelect, Title } from '@mantine/core'
import { useNow } from '../shell/now.ts'
import { words } from '../words/words.ts'
import styles from './Care.module.css'
import { counted, pauseMinutes } from './exposure.ts'
import { useCareSettings } from './settings.ts'
import { useExposure } from './useExposure.ts'

/** For whoever looks at this all day: what is counted for them, how they want it, and what is published on looking after oneself. */
export default function CarePage() {
  const text = words.care
  return (
    <div className={styles.page}>
      <Title order={1}>{text.title}</Title>
      <p>{text.what}</p>
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Today />
          <Settings />
        </div>
        <div className={styles.stack}>
          <section className={styles.sheet}>
            <Title order={2}>{text.handOver.title}</Title>
            <p>{text.handOver.why}</p>
            <ul>
              {text.handOver.how.map(each => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </section>
          <section className={styles.sheet}>
            <Title order={2}>{text.advice.title}</Title>
            <p>{text.advice.what}</p>
            <ul>
              {text.advice.items.map(each => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <p>{text.advice.help}</p>
            <Title order={3}>{text.advice.from}</Title>
            <ul>
              {text.advice.sources.map(each => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </div>
  )
}

function Today() {
  const now = useNow(60_000)
  const { exposure, pause, forget } = useExposure()
  const [{ pause_minutes, opened_max }] = useCareSettings()
  const count = counted(exposure, now)
  const text = words.care.today
  return (
    <section className={styles.sheet}>
      <Title order={2}>{text.title}</Title>
      <dl className={styles.counts}>
        <div>
          <dt>{text.alerts}</dt>
          <dd>{count.alerts}</dd>
        </div>
        <div>
          <dt>{text.cases}</dt>
          <dd>{count.cases}</dd>
        </div>
        <div>
          <dt>{text.since}</dt>
          <dd>
            {count.minutes} <span>{words.care.minutes}</span>
          </dd>
        </div>
      </dl>
      <p>{text.compared(count.alerts + count.cases, opened_max, pause_minutes)}</p>
      <p>{text.how(pauseMinutes)}</p>
      <p>{text.onlyYou}</p>
      <div>
        <Button variant="default" onClick={pause} mr="sm">
          {words.care.reminder.paused}
        </Button>
        <Button variant="subtle" onClick={forget}>
          {text.forget}
        </Button>
      </div>
    </section>
  )
}

function Settings() {
  const [settings, set] = useCareSettings()
  const text = words.care.settings
  const choices = (numbers: readonly number[], says: (value: number) => string) =>
    numbers.map(value => ({ value: String(value), label: value === 0 ? text.never : says(value) }))
  return (
    <section className={styles.sheet}>
      <Title order={2}>{text.title}</Title>
      <Checkbox
        label={text.covers}
        description={text.coversHint}
        checked={settings.covers}
        onChange={event => set({ covers: event.currentTarget.checked })}
      />
      <NativeSelect
        label={text.pause}
        data={choices([0, 25, 40, 50, 60, 90], text.minutes)}
        value={String(settings.pause_minutes)}
        onChange={event => set({ pause_minutes: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={text.opened}
        data={choices([0, 10, 15, 25, 40], text.count)}
        value={String(settings.opened_max)}
        onChange={event => set({ opened_max: Number(event.currentTarget.value) })}
      />
      <p>{text.kept}</p>
    </section>
  )
}
