import { parentPort, workerData } from 'node:worker_threads'
import { makeBatch, type Order, worldOf } from './crew.ts'

/** A thread of its own: makes the batches whose numbers it is sent. */
const order = workerData as Order
const world = worldOf(order)

parentPort!.on('message', (number: number) => {
  const batch = makeBatch(world, number, order.format)
  // The bytes are handed over, not copied; a small buffer may be a part of a shared one and is copied after all.
  const buffers = batch.parts
    .map(({ content }) => content.bytes)
    .filter(({ buffer, byteLength }) => buffer.byteLength === byteLength)
    .map(({ buffer }) => buffer as ArrayBuffer)
  parentPort!.postMessage(batch, buffers)
})
