import { z } from 'zod'
import type { YamlFile } from './yaml.ts'
import { checkValue, valueAt } from './yaml.ts'

/** Roles in which a subject may be named (the field's words). */
export const roles = [
  'suspected payer',
  'suspected facilitator',
  'traveller',
  'mule',
  'merchant',
  'possible victim',
  'possible coerced mule',
] as const

/** The operations of a measure, in the order of the reference. */
export const operations = [
  'count', 'sum', 'distinct', 'min', 'max', 'mean', 'first', 'last', 'gap', 'share',
] as const // biome-ignore format: a list

const text = z.string().trim().min(1).max(4_000)
export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a name of lower-case words joined by hyphens')
  .max(80)
export const variable = z
  .string()
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'a name of lower-case words joined by underscores')
  .max(80)
export const family = z.string().regex(/^[a-z][a-z0-9]*([ -][a-z0-9]+)*$/, 'lower-case words')
const window = z
  .string()
  .regex(/^([1-9][0-9]{0,4}[hd]|ever)$/, 'a number of hours or days such as 24h or 90d, or ever')
const cited = z.array(z.string()).min(1)
const positive = z.number().positive()

const measure = z.strictObject({
  count: z.literal(true).optional(),
  sum: z.string().optional(),
  distinct: z.string().optional(),
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.string().optional(),
  first: z.literal(true).optional(),
  last: z.literal(true).optional(),
  gap: z.literal(true).optional(),
  share: text.optional(),
  where: text.optional(),
  key: z.union([z.string(), z.array(z.string()).min(1)], 'a field or a list of fields'),
  window,
})

const indicator = z.strictObject({
  id: identifier,
  says: text,
  measure: z.string(),
  per: z.string().optional(),
  unusual: z.enum(['high', 'low']),
  family: z.string(),
  weight: z.number().nonnegative().optional(),
  sources: cited,
})

const protective = z.strictObject({
  id: identifier,
  says: text,
  measure: z.string(),
  full_at: positive,
  takes: positive,
  family: z.string(),
  sources: cited,
})

/** Other conduct, mostly lawful, that pays alike, and what tells it apart. */
const lookAlike = z.strictObject({ id: identifier, told_apart_by: text })

const limit = z.strictObject({ unit: text, meaning: text })
const list = z.strictObject({ meaning: text })

export const cardSchema = z.strictObject({
  card: identifier,
  version: z.int().positive(),
  title: text,
  typology: identifier,
  subject: z.enum(['customer', 'counterparty']),
  role: z.enum(roles),
  clock: z.enum(['suspicion', 'protection']),
  summary: text,
  sources: cited,
  gate: text,
  peers: z.array(z.string()),
  essential: z
    .array(z.union([z.string(), z.array(z.string()).min(2)], 'a family or a list of families'))
    .optional(),
  quiet_days: z.int().positive().max(3_650),
  limits: z.record(variable, limit).optional(),
  terms: z.record(variable, list).optional(),
  corridors: z.record(variable, list).optional(),
  measures: z.record(variable, measure),
  indicators: z.array(indicator).min(1),
  protective: z.array(protective).optional(),
  look_alikes: z.array(lookAlike).optional(),
})

/** A typology card as it is written, with its structure checked. */
export type Card = z.infer<typeof cardSchema>
export type CardMeasure = z.infer<typeof measure>
export type CardIndicator = z.infer<typeof indicator>
export type CardProtective = z.infer<typeof protective>

/**
 * Checks the structure of a card file. Where parts are wrong they are reported and stand-ins take their place, so that
 * the other parts can still be checked; `sound` is then false and the card is not for use.
 */
export function readCard(yaml: YamlFile): { readonly card: Card; readonly sound: boolean } | undefined {
  const whole = checkValue(yaml, cardSchema)
  if (whole !== undefined) return { card: whole, sound: true }
  if (typeof yaml.value !== 'object' || yaml.value === null) return undefined
  const shape = cardSchema.shape
  const part = <T>(schema: z.ZodType<T>, name: string, otherwise: T): T => {
    const result = schema.safeParse(valueAt(yaml.value, [name]))
    return result.success ? result.data : otherwise
  }
  const card: Card = {
    card: part(shape.card, 'card', 'unnamed'),
    version: 1,
    title: '',
    typology: '',
    subject: part(shape.subject, 'subject', 'customer'),
    role: 'suspected payer',
    clock: 'suspicion',
    summary: '',
    sources: part(shape.sources, 'sources', []),
    gate: part(shape.gate, 'gate', 'true'),
    peers: part(shape.peers, 'peers', []),
    essential: part(shape.essential, 'essential', []),
    quiet_days: 1,
    limits: sound(limit, valueAt(yaml.value, ['limits']), { unit: '', meaning: '' }),
    terms: sound(list, valueAt(yaml.value, ['terms']), { meaning: '' }),
    corridors: sound(list, valueAt(yaml.value, ['corridors']), { meaning: '' }),
    measures: sound(measure, valueAt(yaml.value, ['measures']), standInMeasure),
    indicators: soundItems(indicator, valueAt(yaml.value, ['indicators'])),
    protective: soundItems(protective, valueAt(yaml.value, ['protective'])),
  }
  return { card, sound: false }
}

const standInMeasure: CardMeasure = { count: true, key: 'counterparty', window: 'ever' }

/** Entries keep their names, so that what refers to a broken one is not reported too. */
function sound<T>(schema: z.ZodType<T>, entries: unknown, otherwise: T): Record<string, T> {
  if (typeof entries !== 'object' || entries === null) return {}
  return Object.fromEntries(
    Object.entries(entries).map(([name, value]) => [name, schema.safeParse(value).data ?? otherwise]),
  )
}

/** Items keep their places, so that problems of the others are placed right; a broken one leaves a hole. */
function soundItems<T>(schema: z.ZodType<T>, items: unknown): T[] {
  if (!Array.isArray(items)) return []
  const parsed: T[] = []
  items.forEach((item, index) => {
    const result = schema.safeParse(item)
    if (result.success) parsed[index] = result.data
  })
  return parsed
}
