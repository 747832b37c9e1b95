import { Worker } from 'node:worker_threads'
import type { History } from '../book/history.ts'
import { sharedInt32 } from '../book/shared-memory.ts'
import type { Plan } from '../typology/plan.ts'
import { withDerived } from './derived.ts'
import { type Engine, makeEngine, sharedParts } from './engine.ts'
import { hasIntelligence } from './intelligence/columns.ts'
import { withoutIntelligence } from './intelligence/unbind.ts'
import type { Stretch } from './partition.ts'
import { fieldsOf } from './program.ts'
import {
  type Pass,
  runConditions,
  runEvidence,
  runExtremes,
  runFindings,
  runForeign,
  runPayees,
  type Task,
  type TaskResult,
} from './tasks.ts'
import { runVectors } from './vectors.ts'

/** Runs passes on one or more threads. */
export interface Pool {
  readonly engine: Engine
  /** Results come in the order of the stretches. `onDone` is told which part of them is done. */
  run<P extends Pass['pass']>(
    pass: Pass & { pass: P },
    stretches: readonly Stretch[],
    onDone?: (part: number) => void,
  ): Promise<TaskResult[P][]>
  close(): Promise<void>
}

export function runTask(engine: Engine, task: Task): TaskResult[Task['pass']] {
  switch (task.pass) {
    case 'conditions':
      return runConditions(engine, task)
    case 'foreign':
      return runForeign(engine, task)
    case 'extremes':
      return runExtremes(engine, task)
    case 'evidence':
      return runEvidence(engine, task)
    case 'payees':
      return runPayees(engine, task)
    case 'findings':
      return runFindings(engine, task)
    case 'vectors':
      return runVectors(engine, task)
  }
}

/** With one thread everything runs on the caller's own. The history lies on shared memory and is not copied. */
export function openPool(history: History, given: readonly Plan[], threads: number): Pool {
  const plans = hasIntelligence(history) ? given : given.map(withoutIntelligence)
  const engine = makeEngine(withDerived(history, fieldsOf(plans)), plans)
  const shared = sharedParts(engine)
  const workers = Array.from({ length: threads > 1 ? threads : 0 }, () => {
    return new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { history: engine.binding.history, plans, shared },
    })
  })
  return {
    engine,
    async run(pass, stretches, onDone) {
      const run =
        workers.length === 0
          ? runHere(engine, pass, stretches, onDone)
          : runOn(workers, pass, stretches, onDone)
      return (await run) as never
    },
    async close() {
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}

async function runHere(
  engine: Engine,
  pass: Pass,
  stretches: readonly Stretch[],
  onDone?: (part: number) => void,
): Promise<unknown[]> {
  const results: unknown[] = []
  for (const stretch of stretches) {
    results.push(runTask(engine, { ...pass, ...stretch }))
    onDone?.(results.length / stretches.length)
    // Lets a progress bar be drawn between two stretches.
    await new Promise(resolve => setImmediate(resolve))
  }
  return results
}

/** A pass as a worker is given it. */
export interface Work {
  readonly pass: Pass
  readonly stretches: readonly Stretch[]
  /** How many stretches are taken: shared memory, so that no worker waits for anybody to be given the next one. */
  readonly taken: Int32Array
}

/** A result, by the place of its stretch; none when no stretch is left. */
export interface WorkDone {
  readonly place?: number
  readonly result?: unknown
}

/** Does what is left of some work, last stretches first: subjects with the most gates stand last, and take the longest. */
export function doWork(
  engine: Engine,
  { pass, stretches, taken }: Work,
  tell: (done: WorkDone) => void,
): void {
  for (;;) {
    const place = stretches.length - 1 - Atomics.add(taken, 0, 1)
    if (place < 0) return tell({})
    tell({ place, result: runTask(engine, { ...pass, ...stretches[place]! }) })
  }
}

async function runOn(
  workers: readonly Worker[],
  pass: Pass,
  stretches: readonly Stretch[],
  onDone?: (part: number) => void,
): Promise<unknown[]> {
  const work: Work = { pass, stretches, taken: sharedInt32(1) }
  const results: unknown[] = new Array(stretches.length)
  let done = 0
  try {
    await Promise.all(
      workers.map(worker =>
        askFor(worker, work, (place, result) => {
          results[place] = result
          onDone?.(++done / stretches.length)
        }),
      ),
    )
  } catch (error) {
    // The others stop too.
    Atomics.store(work.taken, 0, stretches.length)
    throw error
  }
  return results
}

function askFor(
  worker: Worker,
  work: Work,
  onResult: (place: number, result: unknown) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      settle()
    }
    const onMessage = ({ place, result }: WorkDone) => {
      if (place === undefined) finish(resolve)
      else onResult(place, result)
    }
    const onError = (error: unknown) => finish(() => reject(error))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.postMessage(work)
  })
}
