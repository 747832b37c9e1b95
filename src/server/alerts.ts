import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { citationsOf, readFindings } from '../casework/alerts.ts'
import { listAlerts, oneAlert, readAlert } from '../casework/operations/alerts.ts'
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
import { deskOf, type Entrance } from './entrance.ts'
import { read } from './route.ts'

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(5_000).default(500) })
const oneParams = z.strictObject({ id: z.string().min(1).max(200) })

/**
 * `GET /api/alerts` and `GET /api/alerts/:id`: the queue, best first, and one alert with its payments. Without an entrance, as
 * on one person's own machine before there are users, they are open to whoever reaches the server.
 */
export function alertRoutes(
  server: FastifyInstance,
  { data, entrance }: { readonly data: string; readonly entrance: Entrance | undefined },
): void {
  server.get('/api/alerts', async request => {
    const { limit } = read(listQuery, 'query', request.query)
    const desk = entrance && (await deskOf(request, entrance))
    const { alerts, notEvaluated } = desk
      ? await desk.perform(listAlerts, { data })
      : await readFindings(data)
    return {
      total: alerts.length,
      alerts: alerts.slice(0, limit).map((alert, at) => inWords(alert, at + 1)),
      not_evaluated: notEvaluated,
    }
  })

  server.get('/api/alerts/:id', async request => {
    const { id } = read(oneParams, 'path', request.params)
    const desk = entrance && (await deskOf(request, entrance))
    const found = desk ? await desk.perform(readAlert, { data, id }) : await oneAlert(data, id)
    const { alert, rank, sources } = found
    const payments = shownPayments(found.payments, alert)
    return { ...inWords(alert, rank), payments, citations: citationsOf(alert, sources) }
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
