import { z } from 'zod'
import { countFindings, readCoverageOf } from '../casework/findings.ts'
import { openBackTests } from '../casework/ownCards/backTests.ts'
import { cardLock } from '../casework/ownCards/lock.ts'
import { type Catalogue, readCatalogue } from '../casework/typologies/catalogue.ts'
import {
  checkTypology,
  countAlerts,
  listTypologies,
  readCoverage,
  readTypology,
  readTypologyText,
} from '../casework/typologies/read.ts'
import { referencePack } from '../typology/referencePack.ts'
import type { Settings } from './configuration.ts'
import { id } from './fields.ts'
import { type OwnCardRules, ownCardRoutes } from './ownCards.ts'
import { defineRoute } from './route.ts'

const params = z.strictObject({ card: id })
const texts = z.array(z.string()).readonly()
const clock = z.enum(['suspicion', 'protection'])
const subjectKind = z.enum(['customer', 'counterparty'])
const sources = z
  .array(
    z.object({
      id: z.string(),
      publisher: z.string(),
      title: z.string(),
      date: z.string(),
      link: z.string(),
    }),
  )
  .readonly()
const spoken = z.object({
  indicator: z.string(),
  says: z.string().describe('With … where an alert has its value.'),
  family: z.string(),
  unit: z.string(),
  sources,
})
const row = z.object({
  card: z.string(),
  card_version: z.int(),
  title: z.string(),
  typology: z.string(),
  subject_kind: subjectKind,
  role: z.string(),
  clock,
  summary: z.string(),
})
const coverage = z.object({
  card: z.string(),
  title: z.string(),
  typology: z.string(),
  state: z.enum(['whole', 'in part', 'blind']),
  products: z
    .array(
      z.object({
        product: z.string(),
        payments: z.int(),
        looked_at: z.record(z.string(), z.int()).readonly().describe('Payments by rail.'),
      }),
    )
    .readonly(),
  indicators: z
    .array(
      z.object({
        indicator: z.string(),
        speaks: z.enum(['for', 'against']),
        family: z.string(),
        evaluated: z.boolean(),
        reason: z.string(),
      }),
    )
    .readonly(),
  missing_families: texts,
})

export const catalogueSchema = z.object({
  pack: z.string(),
  pack_version: z.string(),
  title: z.string(),
  items: z.array(row.extend({ indicators: z.int(), speaks_against: z.int() })),
})
export const typologySchema = row.extend({
  pack: z.string(),
  pack_version: z.string(),
  sources,
  looks_at: texts.describe('What a payment must be to be looked at: all of it.'),
  indicators: z.array(spoken.extend({ unusual: z.enum(['high', 'low']) })).readonly(),
  speaks_against: z.array(spoken).readonly(),
  essential_families: z
    .array(texts)
    .readonly()
    .describe('Of each group, one family at least must be unusual.'),
  peers_share: texts,
  look_alikes: z.array(z.object({ id: z.string(), told_apart_by: z.string() })).readonly(),
  set_privately: z.array(z.object({ name: z.string(), meaning: z.string() })).readonly(),
  not_seen: z.array(z.object({ observable: z.string(), needs: z.string(), sources })).readonly(),
})
export const problemsSchema = z.object({
  problems: z
    .array(
      z.object({
        line: z.int(),
        column: z.int(),
        severity: z.enum(['error', 'warning']),
        message: z.string(),
        nearest: z.string().optional().describe('The word that was most likely meant.'),
      }),
    )
    .readonly(),
})
export const coverageSchema = z.object({ items: z.array(coverage).readonly() })
export const countsSchema = z.object({
  found_at: z.string(),
  items: z.array(z.object({ card: z.string(), alerts: z.int() })),
})

/** How the institution's own cards are kept and back-tested. */
export type Cards = Pick<OwnCardRules, 'lock' | 'backTests'>

export function cardsOf(
  data: string,
  { overlay, passphrase }: Pick<Settings, 'overlay' | 'passphrase'>,
): Cards {
  return {
    lock: passphrase === undefined ? undefined : cardLock(passphrase),
    backTests: openBackTests({ data, packDirectory: referencePack, overlay, passphrase }),
  }
}

/** The catalogue of typologies in plain words, what the book can show of them, and the checks of a card's text. */
export function typologyRoutes({
  data,
  cards = cardsOf(data, {}),
}: {
  readonly data: string
  readonly cards?: Cards | undefined
}) {
  let read: Promise<Catalogue> | undefined
  const catalogue = () => {
    read ??= readCatalogue(referencePack)
    return read
  }
  const list = listTypologies(catalogue)
  const one = readTypology(catalogue)
  const text = readTypologyText(catalogue)
  const check = checkTypology(referencePack)
  const counted = countAlerts(() => countFindings(data))
  const covered = readCoverage(() => readCoverageOf(data))
  return [
    ...ownCardRoutes({ catalogue, packDirectory: referencePack, ...cards }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies',
      summary: 'The published typologies that are looked for.',
      answer: catalogueSchema,
      async handle({ desk, declared }) {
        const { typologies, pack, version, title } = await desk.perform(list, {}, declared)
        const items = typologies.map(each => ({
          ...each,
          indicators: each.indicators.length,
          speaks_against: each.speaks_against.length,
        }))
        return { pack, pack_version: version, title, items }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies/{card}',
      summary:
        'One typology: what speaks for and against it, with sources, and what it cannot see. No numbers of an institution are in it.',
      params,
      answer: typologySchema,
      handle: ({ desk, params, declared }) => desk.perform(one, params, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies/{card}/text',
      summary: 'The text of a card, YAML, as it is published.',
      params,
      answer: z.object({ card: z.string(), text: z.string() }),
      handle: ({ desk, params, declared }) => desk.perform(text, params, declared),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/typologies/check',
      summary: "Every problem of a card's text, with its line and column. Nothing is kept.",
      body: z.strictObject({ text: z.string().max(60_000) }),
      answer: problemsSchema,
      handle: ({ desk, body, declared }) => desk.perform(check, body, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/typologies/alerts',
      summary:
        'How many alerts of each card the last run of detection raised; a card without any is left out.',
      answer: countsSchema,
      handle: ({ desk, declared }) => desk.perform(counted, {}, declared),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/coverage',
      summary: 'Which typologies the book can show, and what is missing, as lapwing coverage last found it.',
      answer: coverageSchema,
      handle: ({ desk, declared }) => desk.perform(covered, {}, declared),
    }),
  ]
}
