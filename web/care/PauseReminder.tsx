import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useNow } from '../shell/now.ts'
import { words } from '../words/words.ts'
import styles from './Care.module.css'
import { counted, reminderOf } from './exposure.ts'
import { useCareSettings } from './settings.ts'
import { useExposure } from './useExposure.ts'

const laterMinutes = 15

/** A quiet word above the page when it is time to pause. It takes no focus, makes no sound, and goes when it is told to. */
export function PauseReminder() {
  const now = useNow(60_000)
  const { exposure, notice, pause } = useExposure()
  const [settings] = useCareSettings()
  const [quietUntil, setQuietUntil] = useState(0)
  const [agreed, setAgreed] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one listener while the workbench is open
  useEffect(() => {
    let noticed = 0
    const onActivity = () => {
      // Once a minute is enough.
      if (Date.now() - noticed < 60_000) return
      noticed = Date.now()
      notice()
    }
    const events = ['pointerdown', 'keydown'] as const
    for (const event of events) document.addEventListener(event, onActivity, { passive: true })
    return () => {
      for (const event of events) document.removeEventListener(event, onActivity)
    }
  }, [])
  const count = counted(exposure, now)
  const why = reminderOf(count, settings)
  const sum = count.alerts + count.cases
  if (why === undefined || now < quietUntil || (why === 'opened' && sum <= agreed)) {
    return <div role="status" />
  }
  const text = words.care.reminder
  return (
    <div role="status" className={styles.reminder}>
      <p>
        {why === 'time' ? text.time(count.minutes) : text.opened(count.alerts, count.cases)} {text.handOver}{' '}
        <Link to="/care">{text.more}</Link>
      </p>
      <Button
        variant="default"
        onClick={() => {
          pause()
          setAgreed(sum)
        }}
      >
        {text.paused}
      </Button>
      <Button
        variant="subtle"
        onClick={() => {
          setQuietUntil(now + laterMinutes * 60_000)
          setAgreed(sum)
        }}
      >
        {text.later(laterMinutes)}
      </Button>
    </div>
  )
}
