import { z } from 'zod'
import { type TableName, tableNames } from '../domain/tables.ts'
import { parseDate, parseInstant } from '../domain/time.ts'

/**
 * The vocabulary of a profile, which maps a foreign file to canonical tables. It is closed on purpose: a profile can
 * be read by whoever reviews it, and no text of it is ever run. `docs/reference/profiles.md` explains each word.
 */

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'should be a name without control characters')
/** YAML reads 1 and true as what they look like; files hold text. A fraction or a leading zero needs quotes. */
const scalar = z
  .union([z.string().max(4_000), z.int(), z.boolean()])
  .transform(String)
  .pipe(z.string().regex(/^[^\0]*$/))
const calendarDate = z
  .string()
  .refine(text => parseDate(text) !== undefined, 'should be a date such as 2025-01-31')

/** Seconds of each unit of a numeric time; the units that `spread_by` can fill are those of whole minutes or more. */
export const unitSeconds = { day: 86_400, hour: 3_600, minute: 60, second: 1, millisecond: 0.001 } as const
const units = Object.keys(unitSeconds) as [keyof typeof unitSeconds, ...(keyof typeof unitSeconds)[]]

/** Parts of a date format whose meaning does not depend on a machine's settings. */
const dateFormat = z
  .string()
  .min(2)
  .max(50)
  .refine(
    format => /%/.test(format) && !/%(?!-?[dmHIMSyjn]|[YfgbBaAp%])/.test(format) && !/[\p{Cc}]/u.test(format),
    'should be made of %Y %y %m %d %b %B %j %H %I %p %M %S %g (milliseconds) %f (microseconds) and plain text; an ' +
      'offset is given by time_zone',
  )

export const sourceSchema = z
  .strictObject({
    column: name.optional(),
    value: scalar.optional(),
    template: z.string().min(1).max(400).optional(),
    trim: z.literal(true).optional(),
    map: z.record(z.string(), scalar).optional(),
    otherwise: scalar.optional(),
    date_format: dateFormat.optional(),
    time_zone: z
      .string()
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'should be an offset such as +10:00, or +00:00 for UTC')
      .optional(),
    epoch: z
      .string()
      .refine(
        text => parseDate(text) !== undefined || parseInstant(text) !== undefined,
        'should be a date such as 2024-01-01 or a time such as 2024-01-01T00:00:00Z',
      )
      .optional(),
    unit: z.enum(units).optional(),
    spread_by: z.literal('row').optional(),
    age_on: calendarDate.optional(),
    decimal_comma: z.literal(true).optional(),
    absolute: z.literal(true).optional(),
    minor_units: z.int().min(1).max(4).optional(),
    decimals: z.int().min(0).max(4).optional(),
  })
  .superRefine((source, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    const given = (...words: readonly (keyof typeof source)[]) =>
      words.filter(word => source[word] !== undefined)
    if (given('column', 'value', 'template').length !== 1)
      say('needs exactly one of column, value and template')
    const ways = [
      given('date_format'),
      given('epoch'),
      given('age_on'),
      given('decimal_comma', 'absolute', 'minor_units', 'decimals'),
    ].filter(words => words.length > 0)
    if (ways.length > 1) say(`cannot take ${ways.map(words => words[0]).join(' and ')} together`)
    const needs = (word: keyof typeof source, other: keyof typeof source) => {
      if (source[word] !== undefined && source[other] === undefined) say(`${word} needs ${other}`)
    }
    needs('otherwise', 'map')
    needs('time_zone', 'date_format')
    needs('epoch', 'unit')
    needs('unit', 'epoch')
    needs('spread_by', 'unit')
    if (source.spread_by !== undefined && source.unit !== undefined && unitSeconds[source.unit] < 60)
      say('spread_by needs a unit of day, hour or minute')
  })

export const conditionSchema = z
  .strictObject({
    column: name,
    in: z.array(scalar).min(1).optional(),
    not_in: z.array(scalar).min(1).optional(),
    at_least: z.number().optional(),
    below: z.number().optional(),
  })
  .superRefine((condition, context) => {
    const { column: _column, ...tests } = condition
    if (Object.values(tests).every(test => test === undefined))
      context.addIssue({ code: 'custom', message: 'needs in, not_in, at_least or below' })
  })

export const emissionSchema = z.strictObject({
  table: z.enum(tableNames as [TableName, ...TableName[]]),
  when: z.array(conditionSchema).optional(),
  columns: z.record(z.string(), sourceSchema),
})

export const profileSchema = z.strictObject({
  profile: name,
  about: z.string().max(4_000).optional(),
  emit: z.array(emissionSchema).min(1),
})

export type Source = z.infer<typeof sourceSchema>
export type Condition = z.infer<typeof conditionSchema>
