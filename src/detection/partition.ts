import type { Codes } from '../book/history.ts'

/** Payments grouped by an entity: `order[starts[n] .. starts[n + 1])` are the payments of `entities[n]`, oldest first. */
export interface Partition {
  readonly order: Uint32Array
  readonly starts: Uint32Array
  /** Entity numbers, ascending. */
  readonly entities: Uint32Array
}

/**
 * Groups payments by entity with one stable counting sort, so that the memory of one entity is walked in order.
 * Payments must come in `(booked_at, payment_id)` order. Entities with `wanted[entity] === 0` are left out.
 */
export function partitionBy(codes: Codes, entityCount: number, wanted?: Uint8Array): Partition {
  const counts = new Uint32Array(entityCount)
  for (let payment = 0; payment < codes.length; payment++) counts[codes[payment]!]!++
  let kept = 0
  for (let entity = 0; entity < entityCount; entity++) {
    if (wanted === undefined || wanted[entity] === 1) kept++
  }
  const entities = shared(kept)
  const starts = shared(kept + 1)
  // Where the next payment of an entity goes.
  const next = counts
  let place = 0
  let total = 0
  for (let entity = 0; entity < entityCount; entity++) {
    if (wanted !== undefined && wanted[entity] === 0) continue
    const count = counts[entity]!
    entities[place] = entity
    next[entity] = total
    total += count
    starts[++place] = total
  }
  const order = shared(total)
  for (let payment = 0; payment < codes.length; payment++) {
    const entity = codes[payment]!
    if (wanted === undefined || wanted[entity] === 1) order[next[entity]!++] = payment
  }
  return { order, starts, entities }
}

function shared(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4))
}

/** The payments of an entity, oldest first; none where it is not in the partition. */
export function paymentsOf({ order, starts, entities }: Partition, entity: number): Uint32Array {
  let low = 0
  let high = entities.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entities[middle]! < entity) low = middle + 1
    else high = middle
  }
  if (entities[low] !== entity) return order.subarray(0, 0)
  return order.subarray(starts[low]!, starts[low + 1]!)
}

/** A stretch of a partition: its entities from place `from` up to but without `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Stretches with about as many payments each: enough of them to keep threads evenly busy. */
export function stretchesOf({ starts, order }: Partition): Stretch[] {
  const size = Math.max(10_000, Math.ceil(order.length / 64))
  const stretches: Stretch[] = []
  let from = 0
  for (let to = 1; to < starts.length; to++) {
    if (starts[to]! - starts[from]! < size && to < starts.length - 1) continue
    stretches.push({ from, to })
    from = to
  }
  return stretches
}
