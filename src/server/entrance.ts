import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Desk } from '../access/desk.ts'
import { LapwingError } from '../domain/errors.ts'

/** How callers are known by their requests: a session cookie, or a service token in `Authorization: Bearer`. */
export interface Entrance {
  readonly access: Access
  /** How browsers reach the server when it is not by the request's own host. */
  readonly publicOrigin: string | undefined
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** @throws LapwingError `sign-in-needed`, `from-elsewhere` */
export async function deskOf(request: FastifyRequest, entrance: Entrance): Promise<Desk> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? sessionToken(request, entrance)
  // A browser adds the cookie by itself, so a page of someone else must not be able to make it act.
  if (bearer === undefined) refuseFromElsewhere(request, entrance)
  const desk = token === undefined ? undefined : await entrance.access.deskOf(token)
  if (desk !== undefined) {
    request.callerKind = desk.caller.kind
    return desk
  }
  throw new LapwingError('sign-in-needed', 'Nobody is signed in here, or the session has ended.', {
    remedy: 'Sign in at POST /api/session, or send a service token.',
  })
}

/** Besides the cookie's own same-site rule. @throws LapwingError `from-elsewhere` */
export function refuseFromElsewhere(request: FastifyRequest, { publicOrigin }: Entrance): void {
  if (safeMethods.has(request.method)) return
  const { origin, 'sec-fetch-site': site } = request.headers
  const own = publicOrigin ?? `${request.protocol}://${request.host}`
  const isOwn = (origin === undefined || origin === own) && (site === undefined || site === 'same-origin')
  if (isOwn) return
  throw new LapwingError('from-elsewhere', 'This request was made by a page of another site.', {
    place: 'Origin',
    remedy: 'Open Lapwing at its own address; behind a proxy, set public_origin to it.',
  })
}

export function sessionToken(request: FastifyRequest, entrance: Entrance): string | undefined {
  return request.cookies[cookieName(entrance)]
}

/** Gives the browser its session, or takes it away. */
export function keepSession(reply: FastifyReply, entrance: Entrance, token: string | undefined): void {
  const secure = isSecure(entrance)
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  if (token === undefined) reply.clearCookie(cookieName(entrance), options)
  else reply.setCookie(cookieName(entrance), token, options)
}

/** With `__Host-`, the browser takes it over TLS alone and gives it to no other host. */
export function cookieName(entrance: Entrance): string {
  return isSecure(entrance) ? '__Host-lapwing' : 'lapwing'
}

export function isSecure({ publicOrigin }: Entrance): boolean {
  return publicOrigin?.startsWith('https:') ?? false
}
