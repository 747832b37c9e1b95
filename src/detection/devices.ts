import { type History, makeWholeNumbers, type Numbers, type TextColumn } from '../book/history.ts'
import { partitionBy } from './partition.ts'

/** For each payment, how many customers had paid from its device by then, its own among them; NaN without a device. */
export function customersOfDevice(history: History, device: TextColumn): Numbers {
  const seen = makeWholeNumbers(history.paymentCount, history.customerCount)
  const wanted = new Uint8Array(device.dictionary.length).fill(1)
  wanted[0] = 0
  const { order, starts, entities } = partitionBy(device.codes, device.dictionary.length, wanted)
  for (let place = 0; place < entities.length; place++) {
    const customers = new Set<number>()
    for (let at = starts[place]!; at < starts[place + 1]!; at++) {
      const row = order[at]!
      seen[row] = customers.add(history.customer[row]!).size
    }
  }
  return seen
}
