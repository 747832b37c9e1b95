import { useRef, useState } from 'react'
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
  /** Alerts as the last deed left them: an earlier one is undone from there. */
  const known = useRef(new Map<string, Row>())
  const [past, setPast] = useState<readonly Done[]>([])

  function keep(rows: readonly Row[]): void {
    for (const row of rows) known.current.set(row.alert_id, row)
    put(rows)
  }

  /** Answers what was done; nothing where it was not. */
  async function work(run: () => Promise<Done | undefined>): Promise<Done | undefined> {
    if (isBusy) return undefined
    setIsBusy(true)
    setProblem(undefined)
    try {
      return await run()
    } catch (error) {
      if (isSignedOut(error)) onSignedOut()
      else setProblem(error)
      return undefined
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
        keep(done.after)
        setTold({ done, isUndone: false })
        if (canUndo(done)) setPast(before => [...before.slice(-19), done])
        return done
      }),
    undo: () =>
      work(async () => {
        const last = past.at(-1)
        if (last === undefined) return undefined
        const after = last.after.map(row => known.current.get(row.alert_id) ?? row)
        const done = await undo({ ...last, after }, me)
        keep(done.after)
        setTold({ done, isUndone: true })
        setPast(before => before.slice(0, -1))
        return done
      }),
  }
}
