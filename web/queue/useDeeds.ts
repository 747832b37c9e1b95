import { useState } from 'react'
import { isSignedOut } from '../api/problem.ts'
import { canUndo, type Deed, type Done, perform, undo } from './deeds.ts'
import type { Row } from './useQueue.ts'

/** Does deeds one after the other, and keeps those that can be undone, the last on top. */
export function useDeeds({
  me,
  put,
  onSignedOut,
}: {
  readonly me: string
  readonly put: (rows: readonly Row[]) => void
  readonly onSignedOut: () => void
}) {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [told, setTold] = useState<{ readonly done: Done; readonly isUndone: boolean }>()
  const [past, setPast] = useState<readonly Done[]>([])

  async function work(run: () => Promise<void>): Promise<void> {
    if (isBusy) return
    setIsBusy(true)
    setProblem(undefined)
    try {
      await run()
    } catch (error) {
      if (isSignedOut(error)) onSignedOut()
      else setProblem(error)
    } finally {
      setIsBusy(false)
    }
  }

  return {
    isBusy,
    problem,
    told,
    forget: () => {
      setTold(undefined)
      setProblem(undefined)
    },
    run: (deed: Deed, rows: readonly Row[]) =>
      work(async () => {
        const done = await perform(deed, rows, me)
        put(done.after)
        setTold({ done, isUndone: false })
        if (canUndo(done)) setPast(before => [...before.slice(-19), done])
      }),
    undo: () =>
      work(async () => {
        const last = past.at(-1)
        if (last === undefined) return
        const done = await undo(last, me)
        put(done.after)
        setTold({ done, isUndone: true })
        setPast(before => before.slice(0, -1))
      }),
  }
}
