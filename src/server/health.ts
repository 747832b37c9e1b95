import type { FastifyInstance } from 'fastify'
import type { Entrance } from './entrance.ts'

/** `GET /health` answers as soon as requests are served; `GET /ready` only while the store answers too. */
export function healthRoutes(server: FastifyInstance, entrance: Entrance): void {
  server.get('/health', async () => ({ status: 'ok' }))
  server.get('/ready', async (_, reply) => {
    try {
      await entrance.access.ready()
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'not ready' })
    }
  })
}
