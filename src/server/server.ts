import cookies from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import { LapwingError } from '../domain/errors.ts'
import { alertPictureRoutes } from './alertPicture.ts'
import { auditRoutes } from './audit.ts'
import { caseRoutes } from './cases.ts'
import type { Settings } from './configuration.ts'
import { type Duties, dutiesOf, dutyRoutes } from './duties.ts'
import { addFileContentRoutes, fileContentRoutes } from './files.ts'
import { healthRoutes } from './health.ts'
import { addLiveQueue } from './live.ts'
import { type Log, logOptions, logRequests } from './log.ts'
import { createMetrics, measureRequests, metricsRoute, type OwnMetrics } from './metrics.ts'
import { networkRoutes } from './network.ts'
import { networkExportRoutes } from './networkExport.ts'
import { describeInterface } from './openapi.ts'
import { pageRoutes } from './page.ts'
import { answerWithProblems } from './problems.ts'
import { queueRoutes } from './queue.ts'
import { reportRoutes } from './reports.ts'
import { addRoutes, type DeskRoute } from './route.ts'
import { searchRoutes } from './search.ts'
import { serviceTokenRoutes } from './serviceTokens.ts'
import { addSessionRoutes, meRoutes, sessionRoutes } from './session.ts'
import { addSingleSignOn, providerOf } from './singleSignOn.ts'
import { subjectRoutes } from './subjects.ts'
import { type Cards, cardsOf, typologyRoutes } from './typologies.ts'
import { userRoutes } from './users.ts'

/** Fetched from this server alone, framed by nobody, sent nowhere. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  },
}

export interface ServerOptions {
  readonly data: string
  /** Names by which this server may be addressed; other `Host` headers are refused (DNS rebinding). */
  readonly hosts: readonly string[]
  /** The way to users and casework. */
  readonly access: Access
  readonly settings: Settings
  /** Without it nothing is logged. */
  readonly log?: Log | undefined
  /** Given by whoever measures the store as well. */
  readonly metrics?: OwnMetrics | undefined
}

/** The HTTP interface and the page over one data folder. It listens nowhere yet. */
export async function createServer({
  data,
  hosts,
  access,
  settings,
  log,
  metrics = createMetrics(),
}: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    ...logOptions(log),
    bodyLimit: 65_536,
    requestTimeout: 30_000,
    trustProxy: settings.trusted_proxies ?? false,
    // Requests that are under way end; connections that only wait are closed.
    forceCloseConnections: 'idle',
  })
  const entrance = { access, publicOrigin: settings.public_origin }
  answerWithProblems(server)
  logRequests(server)
  measureRequests(server, metrics)
  server.addHook('onRequest', async (request, reply) => {
    if (!hosts.includes(request.hostname)) {
      throw new LapwingError('unknown-host', 'This server does not answer to that name.', {
        remedy: `Open it as ${hosts[0]}.`,
      })
    }
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  const isOverTls = settings.public_origin?.startsWith('https:') ?? false
  await server.register(helmet, { contentSecurityPolicy, hsts: isOverTls, frameguard: { action: 'deny' } })
  await server.register(rateLimit, { max: settings.requests_per_minute, timeWindow: 60_000 })
  await server.register(cookies)
  healthRoutes(server, entrance)
  const duties = dutiesOf(settings)
  const cards = cardsOf(data, settings)
  server.addHook('onClose', () => cards.backTests.close())
  const routes = deskRoutes({ data, duties, cards })
  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer) => bytes,
  )
  addFileContentRoutes(server, entrance, duties.files)
  addLiveQueue(server, entrance)
  const provider = providerOf(settings)
  const signInsPerMinute = settings.sign_ins_per_minute
  addSessionRoutes(server, entrance, {
    signInsPerMinute,
    institutionName: settings.institution_name,
    hasSingleSignOn: provider !== undefined,
  })
  if (provider !== undefined) addSingleSignOn(server, entrance, provider, { signInsPerMinute })
  addRoutes(server, entrance, routes)
  metricsRoute(server, entrance, metrics)
  const description = describeInterface([...sessionRoutes, ...routes, ...fileContentRoutes])
  server.get('/api/openapi.json', async () => description)
  await pageRoutes(server)
  return server
}

/** Every route of those who are signed in; test/authorisation.test.ts tries each with every role. */
export function deskRoutes(given: {
  readonly data: string
  readonly duties?: Duties
  readonly cards?: Cards
}): readonly DeskRoute[] {
  const duties = given.duties ?? dutiesOf({})
  return [
    ...meRoutes,
    ...userRoutes,
    ...serviceTokenRoutes,
    ...auditRoutes,
    ...queueRoutes(given),
    ...alertPictureRoutes(given),
    ...networkRoutes(given),
    ...networkExportRoutes(given),
    ...searchRoutes(given),
    ...typologyRoutes(given),
    ...subjectRoutes(given),
    ...caseRoutes(given),
    ...dutyRoutes(duties),
    ...reportRoutes({ data: given.data, jurisdictions: duties.jurisdictions }),
  ]
}

/** Listens, and answers where. @throws LapwingError `port-taken` */
export async function listen(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
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
export function hostNames(host: string, publicOrigin: string | undefined): readonly string[] {
  const ofProxy = publicOrigin === undefined ? [] : [new URL(publicOrigin).hostname]
  return [...ofProxy, host === '::1' ? '[::1]' : host, '127.0.0.1', 'localhost', '[::1]']
}
