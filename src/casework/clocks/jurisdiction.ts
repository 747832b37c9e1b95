import { z } from 'zod'
import { LapwingError } from '../../domain/errors.ts'
import { parseDate } from '../../domain/time.ts'
import { describeProblem, type Problem } from '../../typology/problem.ts'
import { checkValue, parseYaml } from '../../typology/yaml.ts'
import { type Holiday, weekdays } from './business-days.ts'

/** When reports are due and how long records are kept, by country: data that an institution can add to. */

export interface Jurisdiction {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** The financial intelligence unit. */
  readonly authority: string
  /** What a report is called there. */
  readonly report: string
  /** IANA name: days begin and end there. */
  readonly timeZone: string
  /** The first whose matter fits counts. */
  readonly rules: readonly ReportRule[]
  readonly keepYears: number
  readonly holidays: readonly Holiday[]
  readonly source: string
}

export const matters = ['any', 'terrorism_financing', 'no_suspect'] as const
export type Matter = (typeof matters)[number]

/** Counted from when the suspicion was formed. */
export type Term =
  | { readonly hours: number }
  | { readonly calendarDays: number }
  | { readonly businessDays: number }

export interface ReportRule {
  readonly matter: Matter
  readonly term: Term
  /** `law`, or a `target` of the institution where the law says only "as soon as practicable". */
  readonly from: 'law' | 'target'
  /** False where the period rests on a secondary or older source. */
  readonly confirmed: boolean
}

const name = z.string().min(1)
const whole = z.number().int().positive()
const monthAndDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

const holiday = z.union([
  z.strictObject({ name, on: monthAndDay, moves: z.literal('next_free_day').optional() }),
  z.strictObject({ name, easter: z.number().int() }),
  z.strictObject({
    name,
    month: z.number().int().min(1).max(12),
    weekday: z.enum(weekdays),
    nth: z.union([z.literal(-1), z.number().int().min(1).max(5)]),
  }),
  z.strictObject({ name, dates: z.array(z.string().refine(date => parseDate(date) !== undefined)) }),
])

const schema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  authority: name,
  report: name,
  time_zone: z.string().refine(isTimeZone, 'is no time zone, such as Australia/Sydney'),
  rules: z
    .array(
      z.strictObject({
        matter: z.enum(matters),
        within: z.union([
          z.strictObject({ hours: whole }),
          z.strictObject({ calendar_days: whole }),
          z.strictObject({ business_days: whole }),
        ]),
        from: z.enum(['law', 'target']),
        confirmed: z.boolean(),
      }),
    )
    .min(1)
    .refine(rules => rules.at(-1)?.matter === 'any', 'must end with a rule for any matter'),
  keep_years: whole,
  holidays: z.array(holiday),
  source: name,
})

/** @throws LapwingError `jurisdiction-invalid`, with every line that is wrong */
export function readJurisdiction(file: string, text: string): Jurisdiction {
  const problems: Problem[] = []
  const yaml = parseYaml(file, text, problems)
  const value = yaml && checkValue(yaml, schema)
  if (value === undefined || problems.length > 0) {
    throw new LapwingError('jurisdiction-invalid', 'The rules of this country cannot be used.', {
      place: file,
      remedy: problems.map(describeProblem).join('\n  '),
    })
  }
  const { time_zone, keep_years, rules, ...rest } = value
  return {
    ...rest,
    timeZone: time_zone,
    keepYears: keep_years,
    rules: rules.map(({ within, ...rule }) => ({ ...rule, term: termOf(within) })),
  }
}

function termOf(within: { hours: number } | { calendar_days: number } | { business_days: number }): Term {
  if ('hours' in within) return within
  if ('calendar_days' in within) return { calendarDays: within.calendar_days }
  return { businessDays: within.business_days }
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
