import type { FastifyInstance } from 'fastify'

/** `GET /health`: answers as soon as requests are served. */
export function healthRoutes(server: FastifyInstance): void {
  server.get('/health', async () => ({ status: 'ok' }))
}
