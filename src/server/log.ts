import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { type FastifyInstance, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** What kind of caller asks, once it is known: never who. */
    callerKind?: string
  }
}

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Where a log goes, and what is written of it. */
export interface Log {
  readonly level: LogLevel
  readonly stream: Writable
}

/** A log is read by more people than a case is: whatever is logged, only these of its parts are written. */
const serializers = {
  err: withoutMessage,
  req: () => ({}),
  res: () => ({}),
}

/** How Fastify logs: JSON Lines with RFC 3339 instants, each request under an id that the server draws. */
export function logOptions(log: Log | undefined) {
  return {
    logger:
      log === undefined
        ? false
        : {
            ...log,
            serializers,
            base: null,
            timestamp: () => `,"time":"${new Date().toISOString()}"`,
            formatters: { level: (label: string) => ({ level: label }) },
          },
    // In their place one line a request, below.
    logController: new LogController({ disableRequestLogging: true }),
    // Never an id that the client chose: it could hold anything.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
  } satisfies FastifyServerOptions
}

/** One line for each request that was answered or given up: the route's pattern, never the address with its ids. */
export function logRequests(server: FastifyInstance): void {
  const line = (request: FastifyRequest, status: number, duration: number) => ({
    request_id: request.id,
    method: request.method,
    route: routeOf(request),
    status,
    duration_ms: Number(duration.toFixed(1)),
    caller: request.callerKind ?? 'none',
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    server.log.info(line(request, reply.statusCode, reply.elapsedTime), 'request')
  })
  server.addHook('onRequestAbort', async request => {
    server.log.info({ request_id: request.id, method: request.method, route: routeOf(request) }, 'given up')
  })
}

/** The pattern of the route, or that there was none. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}

/**
 * Of an error its kind, its code and where it happened. Its message stays out, and so do its causes: that of a database
 * quotes the values of the statement.
 */
export function withoutMessage(error: unknown): {
  readonly type: string
  readonly message: string
  readonly stack: string
} {
  const message = 'kept out of the log'
  if (!(error instanceof Error)) return { type: typeof error, message, stack: '' }
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(cause instanceof Error ? { cause: withoutMessage(cause) } : {}),
    message,
    stack: framesOf(error),
  }
}

const framesMax = 20

/** Where it happened. The stack begins with the message, which may have any number of lines. */
function framesOf({ stack = '', message }: Error): string {
  return stack
    .replace(message, '')
    .split('\n')
    .filter(line => /^ {4}at /.test(line))
    .slice(0, framesMax)
    .map(line => line.slice(4))
    .join('\n')
}
