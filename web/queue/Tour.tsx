import { Button, Group, Text } from '@mantine/core'
import { words } from '../words/words.ts'
import styles from './Tour.module.css'

/** Leads through the first alert, beside the work and never over it. */
export function Tour({
  step,
  onStep,
  onEnd,
}: {
  readonly step: number
  readonly onStep: (step: number) => void
  readonly onEnd: () => void
}) {
  const text = words.queue.tour
  const shown = text.steps[step]
  if (shown === undefined) return null
  const isLast = step === text.steps.length - 1
  return (
    <section className={styles.tour} aria-label={text.title} aria-live="polite">
      <Text size="xs" c="var(--ink-soft)">
        {text.title} · {text.step(step + 1, text.steps.length)}
      </Text>
      <strong>{shown.what}</strong>
      <Text>{shown.how}</Text>
      <Group justify="space-between">
        <Button variant="subtle" size="xs" onClick={onEnd}>
          {text.skip}
        </Button>
        <Button size="xs" onClick={isLast ? onEnd : () => onStep(step + 1)}>
          {isLast ? text.done : text.next}
        </Button>
      </Group>
    </section>
  )
}
