import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as openid from 'openid-client'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import type { Settings } from './configuration.ts'
import { cookieName, type Entrance, isSecure, keepSession } from './entrance.ts'

/** Sign-in at the institution's own identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636). */

export interface Provider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
}

/** @throws LapwingError `setting-wrong` where only a part is set */
export function providerOf(settings: Settings): Provider | undefined {
  const { single_sign_on_issuer: issuer, single_sign_on_client_id: clientId } = settings
  if (issuer === undefined && clientId === undefined) return undefined
  if (issuer !== undefined && clientId !== undefined && settings.public_origin !== undefined) {
    return { issuer, clientId, clientSecret: settings.single_sign_on_client_secret }
  }
  throw new LapwingError('setting-wrong', 'single sign-on needs three settings together', {
    place: 'single_sign_on_issuer',
    remedy: 'set single_sign_on_issuer, single_sign_on_client_id and public_origin',
  })
}

const startPath = '/api/session/single-sign-on'
const returnPath = `${startPath}/return`
const minutes = 10

/** What the browser keeps meanwhile, so that only the one that began can end. */
const begun = z.strictObject({ verifier: z.string(), state: z.string(), nonce: z.string() })

export function addSingleSignOn(
  server: FastifyInstance,
  entrance: Entrance,
  { issuer, clientId, clientSecret }: Provider,
  { signInsPerMinute }: { readonly signInsPerMinute: number },
): void {
  const redirectUri = `${entrance.publicOrigin}${returnPath}`
  const config = { rateLimit: { max: signInsPerMinute, timeWindow: 60_000 } }
  const name = `${cookieName(entrance)}-sign-on`
  let discovered: Promise<openid.Configuration> | undefined

  /** Asked for when first needed, and again after a failure: the provider may start later than Lapwing. */
  function provider(): Promise<openid.Configuration> {
    discovered ??= discover(issuer, clientId, clientSecret).catch(error => {
      discovered = undefined
      throw error
    })
    return discovered
  }

  server.get(startPath, { config }, async (_, reply) => {
    const configuration = await provider()
    const verifier = openid.randomPKCECodeVerifier()
    const [state, nonce] = [openid.randomState(), openid.randomNonce()]
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    keep(reply, JSON.stringify({ verifier, state, nonce }))
    return reply.redirect(address.href, 302)
  })

  server.get(returnPath, { config }, async (request, reply) => {
    const { verifier, state, nonce } = begunBy(request)
    keep(reply, undefined)
    const claims = await claimsOf(await provider(), new URL(request.url, entrance.publicOrigin), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    })
    const session = await entrance.access.signInVouched({
      issuer: claims.iss,
      subject: claims.sub,
      email: claims.email_verified === true && typeof claims.email === 'string' ? claims.email : undefined,
    })
    keepSession(reply, entrance, session.token)
    // Not by a redirect: the browser would count it as coming from the provider, and hold the session's cookie back.
    return reply.type('text/html').send('<!doctype html><meta http-equiv="refresh" content="0;url=/">')
  })

  // Lax, for the way back begins at the provider.
  function keep(reply: FastifyReply, value: string | undefined): void {
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(entrance) } as const
    if (value === undefined) reply.clearCookie(name, options)
    else reply.setCookie(name, value, { ...options, maxAge: minutes * 60 })
  }

  function begunBy(request: FastifyRequest): z.infer<typeof begun> {
    try {
      return begun.parse(JSON.parse(request.cookies[name] ?? ''))
    } catch {
      throw notSignedOn(undefined)
    }
  }
}

async function discover(
  issuer: string,
  clientId: string,
  clientSecret: string | undefined,
): Promise<openid.Configuration> {
  const address = new URL(issuer)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  try {
    return await openid.discovery(address, clientId, clientSecret, undefined, {
      // Nothing but this machine itself is spoken to without TLS.
      execute: isLoopback ? [openid.allowInsecureRequests] : [],
    })
  } catch (cause) {
    throw new LapwingError('provider-silent', 'The identity provider does not answer as one.', {
      place: 'single_sign_on_issuer',
      remedy: 'Sign in by password meanwhile; see that the provider runs and the setting is its issuer.',
      cause,
    })
  }
}

async function claimsOf(
  configuration: openid.Configuration,
  address: URL,
  checks: openid.AuthorizationCodeGrantChecks,
): Promise<openid.IDToken> {
  try {
    const tokens = await openid.authorizationCodeGrant(configuration, address, {
      ...checks,
      idTokenExpected: true,
    })
    return tokens.claims()!
  } catch (cause) {
    throw notSignedOn(cause)
  }
}

function notSignedOn(cause: unknown): LapwingError {
  return new LapwingError(
    'sign-in-refused',
    'The sign-in was not begun here, took too long, or was refused.',
    {
      remedy: `Begin again at ${startPath}.`,
      cause,
    },
  )
}
