import type { FastifyInstance } from 'fastify'
import { measureService } from '../access/operations/audit.ts'
import { deskOf, type Entrance } from './entrance.ts'
import { counter, gauge, histogram } from './exposition.ts'
import { routeOf } from './log.ts'

/** What the service measures of itself. Nothing is counted by customer, case, alert or user. */
export interface Metrics {
  observeTransaction(seconds: number, isKept: boolean): void
}

export interface OwnMetrics extends Metrics {
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void
  text(): string
}

export function createMetrics(): OwnMetrics {
  const requests = counter('lapwing_requests_total', 'Requests answered.')
  const durations = histogram(
    'lapwing_request_duration_seconds',
    'From the request to the end of its answer.',
  )
  const transactions = histogram('lapwing_store_transaction_duration_seconds', 'A transaction of the store.')
  const started = Date.now() / 1_000
  const all = [
    requests,
    durations,
    transactions,
    gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When it started, since 1970 UTC.', () => started),
  ]
  return {
    observeRequest({ method, route, status }, seconds) {
      requests.add({ method, route, status })
      durations.observe({ method, route }, seconds)
    },
    observeTransaction: (seconds, isKept) =>
      transactions.observe({ result: isKept ? 'kept' : 'undone' }, seconds),
    text: () => all.flatMap(metric => metric.lines()).join('\n'),
  }
}

export function measureRequests(server: FastifyInstance, metrics: OwnMetrics): void {
  server.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: routeOf(request), status: String(reply.statusCode) }
    metrics.observeRequest(labels, reply.elapsedTime / 1_000)
  })
}

/**
 * `GET /metrics`, for service tokens of the scope `monitoring` alone. Not for whoever comes from this machine: behind a proxy
 * on it, everybody does. How many alerts, cases or reports there are is not among it: whoever knows of one customer's alert
 * could see in such a figure what became of it.
 */
export function metricsRoute(server: FastifyInstance, entrance: Entrance, metrics: OwnMetrics): void {
  server.get('/metrics', async (request, reply) => {
    const desk = await deskOf(request, entrance)
    const { audit_links } = await desk.perform(measureService, {})
    const links = gauge('lapwing_audit_links', 'Links of the audit chain.', () => audit_links)
    reply.type('text/plain; version=0.0.4; charset=utf-8')
    return `${metrics.text()}\n${links.lines().join('\n')}\n`
  })
}
