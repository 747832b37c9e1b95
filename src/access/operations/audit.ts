import type { KeyObject } from 'node:crypto'
import { type Anchor, anchorOf } from '../../audit/anchor.ts'
import { allLinks, recentLinks } from '../../audit/read.ts'
import { headOf } from '../../audit/record.ts'
import { verifyChain } from '../../audit/verify.ts'
import type { Json } from '../../domain/canonical.ts'
import { LapwingError } from '../../domain/errors.ts'
import { formatInstant } from '../../domain/time.ts'
import { defineOperation } from '../operation.ts'

/** The chain, newest first. It says who looked at whom, so reading it is recorded too. */
export const readAudit = defineOperation({
  action: 'audit.read',
  resource: 'AuditChain',
  personal: true,
  changes: false,
  async run({ transaction }, filter: Parameters<typeof recentLinks>[1]) {
    const rows = await recentLinks(transaction, { ...filter, limit: filter.limit + 1 })
    const items = rows.slice(0, filter.limit).map(link => ({
      sequence: link.sequence,
      recorded_at: formatInstant(link.recordedAt),
      actor: link.actor,
      action: link.action,
      object: link.object,
      purpose: link.purpose,
      detail: JSON.parse(link.detail) as { readonly [name: string]: Json },
      hash: link.hash,
    }))
    return { items, next: rows.length > filter.limit ? items.at(-1)!.sequence : null }
  },
  detail: ({ object, actor }) => ({ ...(object && { object }), ...(actor && { actor }) }),
})

export const verifyAudit = defineOperation({
  action: 'audit.verify',
  resource: 'AuditChain',
  personal: false,
  changes: false,
  run: ({ transaction }, { anchors }: { readonly anchors: readonly Anchor[] }) =>
    verifyChain(allLinks(transaction), anchors),
})

/** How long the chain is, for whoever watches over the service. */
export const measureService = defineOperation({
  action: 'service.measure',
  resource: 'AuditChain',
  personal: false,
  changes: false,
  run: async ({ transaction }, _: object) => ({ audit_links: (await headOf(transaction))?.sequence ?? 0 }),
})

/** Signs the head, after it was found that everything up to it is whole. @throws LapwingError `audit-empty`, `audit-broken` */
export const anchorAudit = defineOperation({
  action: 'audit.anchor',
  resource: 'AuditChain',
  personal: false,
  changes: true,
  async run({ transaction, now }, { key }: { readonly key: KeyObject }) {
    const [head, { faults }] = [await headOf(transaction), await verifyChain(allLinks(transaction))]
    if (head === undefined) {
      throw new LapwingError('audit-empty', 'Nothing is recorded yet, so there is nothing to anchor.')
    }
    if (faults.length > 0) {
      throw new LapwingError('audit-broken', 'The chain is not whole, and is not signed.', {
        place: `link ${faults[0]!.sequence}`,
        remedy: 'lapwing audit verify lists what is wrong.',
      })
    }
    return anchorOf(head, now, key)
  },
  detail: (_, { sequence, key }) => ({ sequence, key }),
})
