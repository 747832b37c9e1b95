import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { inWords } from '../casework/alerts/inWords.ts'
import { citationsOf, findAlert, paymentsOf, readFindings } from '../casework/findings.ts'
import { shownPayments } from '../casework/payment.ts'
import { read } from './route.ts'

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(5_000).default(500) })
const oneParams = z.strictObject({ id: z.string().min(1).max(200) })

/**
 * `GET /api/alerts` and `GET /api/alerts/:id` as on one person's own machine before there are users: the findings of the last
 * run, best first, open to whoever reaches the server, and nothing to decide on.
 */
export function findingRoutes(server: FastifyInstance, { data }: { readonly data: string }): void {
  server.get('/api/alerts', async request => {
    const { limit } = read(listQuery, 'query', request.query)
    const { alerts, notEvaluated } = await readFindings(data)
    return {
      total: alerts.length,
      alerts: alerts.slice(0, limit).map((alert, at) => ({ ...inWords(alert), rank: at + 1 })),
      not_evaluated: notEvaluated,
    }
  })

  server.get('/api/alerts/:id', async request => {
    const { id } = read(oneParams, 'path', request.params)
    const { alerts, sources } = await readFindings(data)
    const alert = findAlert(alerts, id)
    return {
      ...inWords(alert),
      rank: alerts.indexOf(alert) + 1,
      payments: shownPayments(await paymentsOf(data, alert), alert),
      citations: citationsOf(alert, sources),
    }
  })
}
