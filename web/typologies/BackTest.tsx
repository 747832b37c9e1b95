import { Button, Progress, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useCallback } from 'react'
import { cancelBackTest, type OwnCard, startBackTest } from '../api/ownCards.ts'
import { useKeys } from '../shell/keys.ts'
import { ProblemNote } from '../shell/ProblemNote.tsx'
import { words } from '../words/words.ts'
import { BackTestCounts } from './BackTestCounts.tsx'
import styles from './Typologies.module.css'
import { useBackTest } from './useOwnCard.ts'

/** Runs the draft against the cards in use, shows how far it is, and what it found. `hindrance` says why it cannot be started now. */
export function BackTest({
  own,
  hindrance,
  refresh,
}: {
  readonly own: OwnCard
  readonly hindrance: string | undefined
  readonly refresh: () => Promise<unknown>
}) {
  const text = words.ownCards.backTest
  const { card, version, back_test: result, draft } = own
  const onDone = useCallback(() => void refresh(), [refresh])
  const { data: state, refetch } = useBackTest(card, onDone)
  const start = useMutation({ mutationFn: () => startBackTest(card, version), onSuccess: () => refetch() })
  const cancel = useMutation({ mutationFn: () => cancelBackTest(card), onSuccess: () => refetch() })
  const isRunning = state?.state === 'running'
  const mayStart = hindrance === undefined && !isRunning && !start.isPending
  useKeys(text.title, [
    { keys: ['b'], says: words.ownCards.keys.backTest, run: () => mayStart && start.mutate() },
  ])
  return (
    <section className={styles.section}>
      <Title order={2}>{text.title}</Title>
      <p className={styles.soft}>{text.about}</p>
      <div className={`${styles.actions} no-print`}>
        <Button size="xs" disabled={!mayStart} onClick={() => start.mutate()}>
          {result === null ? text.start : text.again}
        </Button>
        {isRunning && (
          <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {text.cancel}
          </Button>
        )}
        <span role="status" className={styles.soft}>
          {isRunning ? text.running(state.step, state.fraction) : hindrance}
          {state?.state === 'cancelled' && result === null && text.cancelled}
        </span>
      </div>
      {isRunning && <Progress value={state.fraction * 100} aria-label={text.progress} />}
      {start.error !== null && <ProblemNote problem={start.error} />}
      {state?.state === 'failed' && (
        <p role="alert">
          {text.failed} {state.problem?.detail} {state.problem?.remedy}
        </p>
      )}
      {result === null
        ? draft !== null && !isRunning && <p className={styles.soft}>{text.none}</p>
        : !isRunning && <BackTestCounts result={result} />}
    </section>
  )
}
