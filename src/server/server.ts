import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { LapwingError } from '../domain/errors.ts'
import { alertRoutes } from './alerts.ts'
import { healthRoutes } from './health.ts'
import { answerWithProblems } from './problems.ts'

const web = fileURLToPath(new URL('../../web/', import.meta.url))

const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** The read-only HTTP interface and the page over one data folder. It listens nowhere yet. */
export async function createServer(options: {
  readonly data: string
  /** Names by which this server may be addressed; other `Host` headers are refused (DNS rebinding). */
  readonly hosts: readonly string[]
}): Promise<FastifyInstance> {
  const server = Fastify({ logger: false, bodyLimit: 16_384, requestTimeout: 30_000 })
  answerWithProblems(server)
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (!options.hosts.includes('*') && !options.hosts.includes(request.hostname)) {
      throw new LapwingError('unknown-host', 'This server does not answer to that name.', {
        remedy: `Open it as ${options.hosts[0]}.`,
      })
    }
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  await server.register(files, { root: web, cacheControl: false, etag: true })
  healthRoutes(server)
  alertRoutes(server, options)
  return server
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * Listens, and answers where. Only on loopback unless `allowRemote`, because there is no sign-in yet.
 *
 * @throws LapwingError `remote-host`, `port-taken`
 */
export async function listen(
  server: FastifyInstance,
  {
    host,
    port,
    allowRemote,
  }: { readonly host: string; readonly port: number; readonly allowRemote: boolean },
): Promise<string> {
  if (!loopback.has(host) && !allowRemote) {
    throw new LapwingError('remote-host', `${host} can be reached by others, and there is no sign-in yet.`, {
      place: '--host',
      remedy: 'Keep the default 127.0.0.1. If something in front of it signs people in, add --allow-remote.',
    })
  }
  try {
    await server.listen({ host, port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause
    const wrong = {
      EADDRINUSE: 'is taken',
      EACCES: 'is not allowed',
      EADDRNOTAVAIL: 'is not an address of this machine',
    }
    throw new LapwingError('port-taken', `${host}:${port} ${wrong[code]}.`, {
      place: '--port',
      remedy: 'Name another with --port, or --port 0 for any that is free.',
      cause,
    })
  }
  const address = server.addresses()[0]!
  if (typeof address === 'string') return address
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}

/** The names under which a server on this host is addressed. */
export function hostNames(host: string, allowRemote: boolean): readonly string[] {
  return allowRemote ? ['*'] : [host === '::1' ? '[::1]' : host, ...['127.0.0.1', 'localhost', '[::1]']]
}
