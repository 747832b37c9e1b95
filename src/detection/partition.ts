import type { Codes } from '../book/history.ts'
import { sharedUint32 } from '../book/shared-memory.ts'

/** Payments grouped by an entity: `order[starts[n] .. starts[n + 1])` are the payments of `entities[n]`, oldest first. */
export interface Partition {
  readonly order: Uint32Array
  readonly starts: Uint32Array
  /** Entity numbers, in the order asked for, else ascending. */
  readonly entities: Uint32Array
}

/**
 * Groups payments by entity with one stable counting sort, so that the memory of one entity is walked in order.
 * Payments must come in `(booked_at, payment_id)` order. Entities with `wanted[entity] === 0` are left out; the others stand
 * in the order of `rank`, those of the same rank ascending.
 */
export function partitionBy(
  codes: Codes,
  entityCount: number,
  wanted?: Uint8Array,
  rank?: Float64Array,
): Partition {
  const counts = new Uint32Array(entityCount)
  for (let payment = 0; payment < codes.length; payment++) counts[codes[payment]!]!++
  const entities = kept(entityCount, wanted)
  if (rank !== undefined) entities.sort((a, b) => rank[a]! - rank[b]! || a - b)
  const starts = sharedUint32(entities.length + 1)
  // Where the next payment of an entity goes.
  const next = counts
  let total = 0
  for (let place = 0; place < entities.length; place++) {
    const entity = entities[place]!
    const count = counts[entity]!
    next[entity] = total
    total += count
    starts[place + 1] = total
  }
  const order = sharedUint32(total)
  for (let payment = 0; payment < codes.length; payment++) {
    const entity = codes[payment]!
    if (wanted === undefined || wanted[entity] === 1) order[next[entity]!++] = payment
  }
  return { order, starts, entities }
}

function kept(entityCount: number, wanted: Uint8Array | undefined): Uint32Array {
  let count = 0
  for (let entity = 0; entity < entityCount; entity++)
    if (wanted === undefined || wanted[entity] === 1) count++
  const entities = sharedUint32(count)
  for (let entity = 0, place = 0; entity < entityCount; entity++) {
    if (wanted === undefined || wanted[entity] === 1) entities[place++] = entity
  }
  return entities
}

/** Gives the payments of an entity, oldest first; none where it is not in the partition. */
export function paymentsIn({ order, starts, entities }: Partition): (entity: number) => Uint32Array {
  const places = new Map<number, number>()
  for (let place = 0; place < entities.length; place++) places.set(entities[place]!, place)
  return entity => {
    const place = places.get(entity)
    return place === undefined ? order.subarray(0, 0) : order.subarray(starts[place]!, starts[place + 1]!)
  }
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
