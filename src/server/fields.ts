import { z } from 'zod'
import { parseInstant } from '../domain/time.ts'

/** Fields that requests of several routes have. */

export const id = z.string().min(1).max(200)
export const why = z.string().trim().min(1).max(2_000)
export const page = {
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** RFC 3339, read as microseconds since 1970 UTC. */
export const instant = z
  .string()
  .max(40)
  .transform((text, context) => {
    const micros = parseInstant(text)
    if (micros !== undefined) return micros as number
    context.addIssue({
      code: 'custom',
      message: 'is an RFC 3339 date and time, such as 2026-03-14T09:26:53Z',
    })
    return z.NEVER
  })

/** One or several of these, separated by commas. */
export function listOf<const Name extends string>(names: readonly [Name, ...Name[]]) {
  const one = z.enum(names)
  return z
    .string()
    .max(200)
    .transform((text, context) => {
      const read = z.array(one).safeParse(text.split(','))
      if (read.success) return read.data
      context.addIssue({
        code: 'custom',
        message: `is one or several of ${names.join(', ')}, separated by commas`,
      })
      return z.NEVER
    })
}

/** SHA-256, hexadecimal. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hexadecimal')
