import { Worker } from 'node:worker_threads'
import type { History } from '../book/history.ts'
import type { Plan } from '../typology/plan.ts'
import { withDerived } from './derived.ts'
import { type Engine, makeEngine, sharedParts } from './engine.ts'
import { hasIntelligence } from './intelligence/columns.ts'
import { withoutIntelligence } from './intelligence/unbind.ts'
import { fieldsOf } from './program.ts'
import {
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

/** Runs passes over stretches of payments or subjects on one or more threads; results come back in the order of the tasks. */
export interface Pool {
  readonly engine: Engine
  run<P extends Task['pass']>(
    tasks: readonly (Task & { pass: P })[],
    onDone?: (done: number) => void,
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
    async run(tasks, onDone) {
      const results =
        workers.length === 0 ? await runHere(engine, tasks, onDone) : await runOn(workers, tasks, onDone)
      return results as never
    },
    async close() {
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}

async function runHere(
  engine: Engine,
  tasks: readonly Task[],
  onDone?: (done: number) => void,
): Promise<unknown[]> {
  const results: unknown[] = []
  for (const task of tasks) {
    results.push(runTask(engine, task))
    onDone?.(results.length)
    // Lets a progress bar be drawn between two tasks.
    await new Promise(resolve => setImmediate(resolve))
  }
  return results
}

/** Each worker takes the next task when it has finished one, so that a heavy stretch does not hold up the rest. */
async function runOn(
  workers: readonly Worker[],
  tasks: readonly Task[],
  onDone?: (done: number) => void,
): Promise<unknown[]> {
  const results: unknown[] = new Array(tasks.length)
  let next = 0
  let done = 0
  await Promise.all(
    workers.map(async worker => {
      while (next < tasks.length) {
        const mine = next++
        results[mine] = await ask(worker, tasks[mine]!)
        onDone?.(++done)
      }
    }),
  )
  return results
}

function ask(worker: Worker, task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      settle()
    }
    const onMessage = (result: unknown) => finish(() => resolve(result))
    const onError = (error: unknown) => finish(() => reject(error))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.postMessage(task)
  })
}
