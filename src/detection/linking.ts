import type { BoundProgram, Engine } from './engine.ts'
import { countLinks, linkFields, type StandOut } from './links.ts'
import type { Partition } from './partition.ts'
import { type Scale, scoreOnScale } from './scale.ts'
import type { EvidenceFound } from './tasks.ts'

/** Whether any card of a program looks at links between customers. */
export function looksAtLinks({ plans }: BoundProgram): boolean {
  return plans.some(({ aboutLinks }) => aboutLinks.includes(true))
}

/** Customers whose score, links aside, reaches the cut, each with the first payment at which it does on any card. */
export function standOutsOf(
  found: readonly EvidenceFound[],
  scales: readonly Scale[],
  cut: number,
): StandOut[] {
  const first = new Map<number, number>()
  for (const [plan, scale] of scales.entries()) {
    for (const { entity, payments, evidence } of found.flatMap(part => part[plan]!.trails)) {
      const place = evidence.findIndex(bans => scoreOnScale(scale, bans) >= cut)
      if (place === -1) continue
      first.set(entity, Math.min(payments[place]!, first.get(entity) ?? Number.POSITIVE_INFINITY))
    }
  }
  return [...first].map(([customer, payment]) => ({ customer, payment }))
}

/** Fills the columns of links that the plans read. Conditions that read them are tested when the program is prepared anew. */
export function fillLinks({ binding }: Engine, partition: Partition, standOuts: readonly StandOut[]): void {
  const { history } = binding
  for (const field of linkFields) {
    const column = history.payments[field]
    if (column?.kind === 'number') countLinks(history, partition, field, standOuts, column.values)
  }
}
