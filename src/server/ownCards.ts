import { z } from 'zod'
import { requireVersion } from '../access/version.ts'
import { askForCard } from '../casework/ownCards/ask.ts'
import { beginBackTest, cancelBackTest, keepBackTest } from '../casework/ownCards/backTest.ts'
import type { BackTests } from '../casework/ownCards/backTests.ts'
import { discardDraft, saveDraft } from '../casework/ownCards/draft.ts'
import { textsInUse } from '../casework/ownCards/inUse.ts'
import { type CardLock, requireLock } from '../casework/ownCards/lock.ts'
import { listOwnCards, readOwnCard } from '../casework/ownCards/read.ts'
import type { GiveCatalogue } from '../casework/typologies/read.ts'
import { approvalSchema } from './approvals.ts'
import { id, why } from './fields.ts'
import { defineRoute } from './route.ts'

const params = z.strictObject({ card: id })
const hash = z.string().describe('SHA-256 of the text; "none" where the published one is used again.')
const text = z.object({
  number: z.int(),
  text: z.string().nullable().describe('Null where the published text is used again.'),
  text_hash: hash,
  written_by: z.string(),
  written_at: z.string(),
})
const tallies = z
  .array(z.object({ group: z.string(), from: z.int(), to: z.int(), gained: z.int(), lost: z.int() }))
  .readonly()
  .describe('Alerts of each group before (`from`) and after (`to`).')
const backTest = z.object({
  ran_by: z.string(),
  ran_at: z.string(),
  since: z.string(),
  until: z.string(),
  budget_alerts_per_month: z.number(),
  payments: z.int(),
  customers: z.int(),
  cut_bans_before: z.number().nullable(),
  cut_bans_after: z.number().nullable(),
  before: z.int(),
  after: z.int(),
  gained: z.int(),
  lost: z.int(),
  kept: z.int(),
  reranked: z.int(),
  groups: z.object({ typology: tallies, age: tallies, since: tallies, corridor: tallies }),
})
export const ownCardSchema = z.object({
  card: z.string(),
  published_text: z.string(),
  keeps: z.boolean().describe('Whether a passphrase is configured, without which no own card is kept.'),
  in_use: text.extend({ since: z.string().nullable() }).nullable(),
  draft: text.extend({ authors: z.array(z.string()).readonly() }).nullable(),
  back_test: backTest.nullable().describe('The newest of exactly the text of the draft.'),
  approval: approvalSchema.nullable().describe('What was last asked for about the card.'),
  approval_is_of_draft: z.boolean(),
  version: z.int(),
})
export const ownCardListSchema = z.object({
  items: z.array(
    z.object({
      card: z.string(),
      in_use: z.boolean(),
      has_draft: z.boolean(),
      approval_id: z.string().nullable().describe('The approval that is waited for.'),
    }),
  ),
})
export const backTestStateSchema = z.object({
  card: z.string(),
  number: z.int().nullable(),
  state: z.enum(['none', 'running', 'done', 'failed', 'cancelled']),
  step: z.string(),
  fraction: z.number(),
  problem: z.object({ detail: z.string(), remedy: z.string().nullable() }).nullable(),
})
const saved = z.object({
  card: z.string(),
  draft: z.int().nullable(),
  text_hash: hash,
  version: z.int(),
})

export interface OwnCardRules {
  readonly catalogue: GiveCatalogue
  readonly packDirectory: string
  /** Absent while no passphrase is configured: then no own card is kept. */
  readonly lock: CardLock | undefined
  readonly backTests: BackTests
}

/** The institution's own versions of published cards: drafted, back-tested, approved, in use. */
export function ownCardRoutes({ catalogue, packDirectory, lock, backTests }: OwnCardRules) {
  const [read, save] = [readOwnCard(catalogue, lock), saveDraft(catalogue, lock)]
  const discard = discardDraft(catalogue)
  const begin = beginBackTest(catalogue, { lock, packDirectory })
  const keep = keepBackTest(catalogue)
  const cancel = cancelBackTest(catalogue, backTests)
  const stateOf = (card: string) =>
    backTests.of(card) ?? { card, number: null, state: 'none' as const, step: '', fraction: 0, problem: null }
  return [
    defineRoute({
      method: 'GET',
      path: '/api/typologies/own',
      summary: 'The cards that the institution has a version of its own of, or works on.',
      answer: ownCardListSchema,
      handle: ({ desk, declared }) => desk.perform(listOwnCards, {}, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies/{card}/own',
      summary: 'A card as published, as it is in use, and its draft with its back-test and approval.',
      params,
      answer: ownCardSchema,
      handle: ({ desk, params, declared }) => desk.perform(read, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/typologies/{card}/own/draft',
      summary:
        'Keep a text as the newest of the draft; null makes a draft by which the published text is used again. `If-Match: "0"` where nobody has worked on the card.',
      params,
      body: z.strictObject({ text: z.string().max(60_000).nullable() }),
      answer: saved,
      status: 201,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(save, { ...params, ...body, version }, declared),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/typologies/{card}/own/draft',
      summary: 'Throw the draft away.',
      params,
      answer: saved,
      needsVersion: true,
      handle: ({ desk, params, version, declared }) =>
        desk.perform(discard, { ...params, version }, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/typologies/{card}/own/back-test',
      summary:
        "Compare the draft with the cards in use on the institution's own book, in the background; one at a time.",
      params,
      answer: backTestStateSchema,
      status: 201,
      needsVersion: true,
      async handle({ desk, params: { card }, version, declared }) {
        const { number } = await desk.perform(begin, { card, version }, declared)
        const own = await desk.perform(read, { card })
        const inUse = await desk.perform(textsInUse(requireLock(lock)), { known: undefined })
        requireVersion(own, version)
        const { text } = own.draft!
        const before = inUse.texts!
        const after = new Map(before)
        if (text === null) after.delete(card)
        else after.set(card, text)
        return backTests.start({
          card,
          number,
          texts: { before, after, changes: inUse.changes },
          keep: result => desk.perform(keep, { card, number, result }),
        })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies/{card}/own/back-test',
      summary: 'Where the last back-test of the card since the start of this server stands.',
      params,
      answer: backTestStateSchema,
      async handle({ desk, params: { card }, declared }) {
        await desk.perform(listOwnCards, {}, declared)
        return stateOf(card)
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/typologies/{card}/own/back-test',
      summary: 'Cancel the back-test that runs; nothing of it is kept.',
      params,
      answer: backTestStateSchema,
      async handle({ desk, params: { card }, declared }) {
        await desk.perform(cancel, { card }, declared)
        return stateOf(card)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/typologies/{card}/own/approval',
      summary: 'Ask for the approval of the draft as it is now; it needs a back-test of exactly this text.',
      params,
      body: z.strictObject({ why }),
      answer: approvalSchema,
      status: 201,
      needsVersion: true,
      handle: ({ desk, params, body, version, declared }) =>
        desk.perform(askForCard, { ...params, ...body, version }, declared),
    }),
  ]
}
