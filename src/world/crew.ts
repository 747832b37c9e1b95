import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type EncodedBatch, encodePeople, type Format } from './sheets.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

/** People who live together in one batch: some 60,000 payments a year, which is a good size of a row group. */
export const peoplePerBatch = 500

/** Batches that a thread may be ahead of what is taken, so that memory does not grow with the world. */
const batchesAhead = 2

export interface Order {
  readonly options: WorldOptions
  readonly format: Format
}

/**
 * Batches in the order of people, made by so many threads; the bytes do not depend on how many.
 *
 * @param world what `createWorld` makes of the order's options
 */
export async function* encodedBatches(
  world: World,
  order: Order,
  threads: number,
): AsyncGenerator<EncodedBatch> {
  const count = Math.ceil(world.scene.population.size / peoplePerBatch)
  if (threads === 1 || count === 1) {
    for (let number = 0; number < count; number++) yield makeBatch(world, number, order.format)
    return
  }
  const members = Array.from({ length: Math.min(threads, count) }, () => {
    const worker = new Worker(new URL('./crewMember.ts', import.meta.url), {
      workerData: order,
      // Nearly all that is made dies young: more room for it, fewer sweeps.
      resourceLimits: { maxYoungGenerationSizeMb: 48 },
    })
    // Keeps what arrives until it is taken, and throws what the thread threw.
    return { worker, answers: on(worker, 'message') }
  })
  const member = (number: number) => members[number % members.length]!
  try {
    const ahead = members.length * batchesAhead
    for (let number = 0; number < Math.min(ahead, count); number++) member(number).worker.postMessage(number)
    for (let number = 0; number < count; number++) {
      const { worker, answers } = member(number)
      // Each worker answers in the order in which it was asked.
      const { value } = await answers.next()
      if (number + ahead < count) worker.postMessage(number + ahead)
      yield (value as [EncodedBatch])[0]
    }
  } finally {
    await Promise.all(members.map(({ worker }) => worker.terminate()))
  }
}

export function makeBatch(world: World, number: number, format: Format): EncodedBatch {
  const first = number * peoplePerBatch
  const end = Math.min(world.scene.population.size, first + peoplePerBatch)
  return encodePeople(world, first, end, format)
}

/** The world that an order is about, as each thread makes it for itself. */
export const worldOf = (order: Order): World => createWorld(order.options)
