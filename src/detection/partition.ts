/** Payments grouped by an entity: `order[starts[e] .. starts[e + 1])` are the payments of entity e, oldest first. */
export interface Partition {
  readonly order: Uint32Array
  readonly starts: Uint32Array
}

/**
 * Groups payments by entity with one stable counting sort, so that the memory of one entity is walked in order.
 * Payments must come in `(booked_at, payment_id)` order. With `skipZero`, entity 0 (unknown) is left out.
 */
export function partitionBy(entities: Uint32Array, entityCount: number, skipZero: boolean): Partition {
  const starts = new Uint32Array(new SharedArrayBuffer((entityCount + 1) * 4))
  for (const entity of entities) starts[entity + 1]!++
  if (skipZero) starts[1] = 0
  for (let entity = 0; entity < entityCount; entity++) starts[entity + 1]! += starts[entity]!
  const order = new Uint32Array(new SharedArrayBuffer(starts[entityCount]! * 4))
  const next = starts.slice(0, entityCount)
  for (let payment = 0; payment < entities.length; payment++) {
    const entity = entities[payment]!
    if (skipZero && entity === 0) continue
    order[next[entity]!++] = payment
  }
  return { order, starts }
}
