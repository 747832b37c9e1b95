import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Declared, Desk } from '../access/desk.ts'
import { purposes } from '../access/roles.ts'
import { LapwingError } from '../domain/errors.ts'
import { sha256 } from '../domain/hash.ts'
import { deskOf, type Entrance } from './entrance.ts'

/** One address of the interface, as data: it is served, checked and described from this. */
export interface Route<Params, Query, Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With parameters as OpenAPI writes them: `/api/users/{user_id}`. */
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  /** What is not in it is not answered. */
  readonly answer: z.ZodType<Answer>
  readonly status?: 200 | 201
  /** Whether it changes one version of something, named by `If-Match`. */
  readonly needsVersion?: true
  readonly perMinute?: number
  /** Bytes of JSON that it takes at most, where that is more than usual. */
  readonly jsonMax?: number
  /** Takes bytes in place of JSON, of up to so many. */
  readonly bytesMax?: number
  /** Answers bytes in place of JSON. */
  readonly answersBytes?: true
}

export interface Given<Params, Query, Body> {
  readonly desk: Desk
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Empty where the route takes none. */
  readonly bytes: Buffer
  /** Of `If-Match`; 0 where the route needs none. */
  readonly version: number
  readonly declared: Declared
}

/** A route of those who are signed in. */
export interface DeskRoute<Params = unknown, Query = unknown, Body = unknown, Answer = unknown>
  extends Route<Params, Query, Body, Answer> {
  handle(given: Given<Params, Query, Body>): Promise<Answer>
}

/** Types the handler by the schemas. */
export function defineRoute<Params, Query, Body, Answer>(
  route: DeskRoute<Params, Query, Body, Answer>,
): DeskRoute {
  return route as unknown as DeskRoute
}

export function addRoutes(server: FastifyInstance, entrance: Entrance, routes: readonly DeskRoute[]): void {
  for (const route of routes) {
    addRoute(server, route, async (request, reply) => {
      const desk = await deskOf(request, entrance)
      const answer = await route.handle({ ...readRequest(route, request), desk })
      const { version } = answer as { readonly version?: number }
      if (version !== undefined) reply.header('etag', `"${version}"`)
      return answer
    })
  }
}

/** Serves one route; `handle` is given the request as it came. */
export function addRoute(
  server: FastifyInstance,
  route: Route<unknown, unknown, unknown, unknown>,
  handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const { method, path, perMinute, jsonMax, bytesMax } = route
  server.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    // A little more, so that what is too large is told in the same words as everything else that is wrong with it.
    ...(bytesMax === undefined ? {} : { bodyLimit: bytesMax + 65_536 }),
    ...(jsonMax === undefined ? {} : { bodyLimit: jsonMax }),
    ...(perMinute === undefined ? {} : { config: { rateLimit: { max: perMinute, timeWindow: 60_000 } } }),
    async handler(request, reply) {
      const answer = await handle(request, reply)
      reply.code(route.status ?? 200)
      return route.answer.parse(answer)
    },
  })
}

const headersSchema = z.object({
  'idempotency-key': z.string().min(8).max(200).optional(),
  'lapwing-purpose': z.enum(purposes).optional(),
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/, 'is no ETag of this interface')
    .optional(),
})

export function readRequest(route: Route<unknown, unknown, unknown, unknown>, request: FastifyRequest) {
  const headers = read(headersSchema, 'header', request.headers)
  const ifMatch = headers['if-match']
  if (route.needsVersion && ifMatch === undefined) {
    throw new LapwingError('version-needed', 'This changes something that others may change too.', {
      place: 'If-Match',
      remedy: 'Send the ETag that came with what was read.',
    })
  }
  const key = headers['idempotency-key']
  const isRepeatable = key !== undefined && request.method !== 'GET'
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const body = route.bytesMax === undefined ? (request.body ?? null) : sha256(bytes)
  const asked = JSON.stringify([request.method, request.url, body, ifMatch ?? null])
  const requestHash = sha256(asked)
  return {
    params: read(route.params ?? nothing, 'path', request.params),
    query: read(route.query ?? nothing, 'query', request.query),
    body: route.bytesMax === undefined ? read(route.body ?? nothing, 'body', request.body ?? {}) : {},
    bytes,
    version: ifMatch === undefined ? 0 : Number(ifMatch.slice(1, -1)),
    declared: {
      purpose: headers['lapwing-purpose'],
      repeatable: isRepeatable ? { key, requestHash } : undefined,
    } satisfies Declared,
  }
}

const nothing = z.strictObject({})

/** @throws LapwingError `bad-request`, naming the field; what was in it is not repeated */
export function read<T>(schema: z.ZodType<T>, where: string, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new LapwingError('bad-request', issue.message, {
    place: [where, ...issue.path].join('.'),
    remedy: 'GET /api/openapi.json describes every request.',
  })
}
