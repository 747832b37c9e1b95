import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { citationsOf, findAlert, paymentsOf, readFindings } from '../casework/alerts.ts'
import { shownPayments } from '../casework/payment.ts'
import {
  amountOf,
  caveatOf,
  comparisonOf,
  headlineOf,
  isToProtect,
  namedInWords,
  periodOf,
  scoreInWords,
  standingOf,
  subjectOf,
} from '../casework/words.ts'
import type { Alert } from '../detection/alert.ts'
import { LapwingError } from '../domain/errors.ts'

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(5_000).default(500) })
const oneParams = z.strictObject({ id: z.string().min(1).max(200) })

/** `GET /api/alerts` and `GET /api/alerts/:id`: the queue, best first, and one alert with its payments. */
export function alertRoutes(server: FastifyInstance, { data }: { readonly data: string }): void {
  server.get('/api/alerts', async request => {
    const { limit } = read(listQuery, request.query)
    const { alerts, notEvaluated } = await readFindings(data)
    return {
      total: alerts.length,
      alerts: alerts.slice(0, limit).map((alert, at) => inWords(alert, at + 1)),
      not_evaluated: notEvaluated,
    }
  })

  server.get('/api/alerts/:id', async request => {
    const { id } = read(oneParams, request.params)
    const { alerts, sources } = await readFindings(data)
    const alert = findAlert(alerts, id)
    const payments = shownPayments(await paymentsOf(data, alert), alert)
    return { ...inWords(alert, alerts.indexOf(alert) + 1), payments, citations: citationsOf(alert, sources) }
  })
}

/** The alert with the sentences that people read, so that every screen says the same. */
function inWords(alert: Alert, rank: number) {
  return {
    ...alert,
    rank,
    subject: subjectOf(alert),
    headline: headlineOf(alert),
    caveat: caveatOf(alert),
    to_protect: isToProtect(alert),
    amount: amountOf(alert),
    score_in_words: scoreInWords(alert.score_bans),
    period: periodOf(alert),
    reasons: alert.reasons.map(reason => ({
      ...reason,
      comparison: comparisonOf(reason),
      standing: standingOf(reason),
      named: (reason.intelligence ?? []).map(namedInWords),
    })),
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new LapwingError(
    'bad-request',
    `${issue?.path.join('.') || 'Request'}: ${issue?.message ?? 'not understood'}.`,
  )
}
