import { z } from 'zod'
import { readAudit, verifyAudit } from '../access/operations/audit.ts'
import { defineRoute } from './route.ts'

export const linkSchema = z.object({
  sequence: z.int(),
  recorded_at: z.string(),
  actor: z.string(),
  action: z.string(),
  object: z.string(),
  purpose: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
  hash: z.string(),
})
export const verificationSchema = z.object({
  links: z.int(),
  faults: z.array(z.object({ sequence: z.int(), what: z.string() })).readonly(),
  head: z.object({ sequence: z.int(), hash: z.string() }).optional(),
})

/** The audit chain, for auditors. */
export const auditRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/audit/links',
    summary: 'What was done, newest first. `next` is the cursor of the next page.',
    query: z.strictObject({
      object: z.string().min(1).max(200).optional(),
      actor: z.string().min(1).max(200).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({
      items: z.array(linkSchema),
      next: z.int().nullable(),
    }),
    handle: ({ desk, query, declared }) => desk.perform(readAudit, query, declared),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/audit/verification',
    summary:
      'Whether the chain is whole, and where it is not. A cut tail shows only against anchors kept elsewhere.',
    answer: verificationSchema,
    handle: ({ desk, declared }) => desk.perform(verifyAudit, { anchors: [] }, declared),
  }),
]
