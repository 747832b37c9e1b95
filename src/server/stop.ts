import type { FastifyInstance } from 'fastify'

/**
 * Stops a server without losing what was begun: it takes no more requests, and those that are under way are answered; what
 * takes longer than `seconds` is cut off. Answers whether all of them ended by themselves.
 */
export async function stopServing(server: FastifyInstance, seconds: number): Promise<boolean> {
  let isWhole = true
  const limit = setTimeout(() => {
    isWhole = false
    server.server.closeAllConnections()
  }, seconds * 1_000)
  try {
    await server.close()
  } finally {
    clearTimeout(limit)
  }
  return isWhole
}
