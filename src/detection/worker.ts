import { parentPort, workerData } from 'node:worker_threads'
import type { History } from '../book/history.ts'
import type { Plan } from '../typology/plan.ts'
import { makeEngine, type SharedParts } from './engine.ts'
import { doWork, type Work } from './pool.ts'

const { history, plans, shared } = workerData as {
  history: History
  plans: readonly Plan[]
  shared: SharedParts
}
const engine = makeEngine(history, plans, shared)

parentPort!.on('message', (work: Work) => {
  doWork(engine, work, done => parentPort!.postMessage(done))
})
