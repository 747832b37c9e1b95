import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LapwingError } from '../domain/errors.ts'
import { routeOf } from './log.ts'

const statusByCode: Readonly<Record<string, number>> = {
  'no-alerts': 409,
  'no-coverage': 409,
  'unknown-alert': 404,
  'ambiguous-alert': 400,
  'bad-request': 400,
  'unknown-host': 421,
  'sign-in-needed': 401,
  'sign-in-refused': 401,
  'code-needed': 401,
  'attempts-too-many': 429,
  forbidden: 403,
  'no-such-user': 403,
  'from-elsewhere': 403,
  'not-found': 404,
  'name-taken': 409,
  'last-administrator': 409,
  'code-enrolled': 409,
  'told-once': 409,
  'changed-meanwhile': 412,
  'version-needed': 428,
  'key-used': 422,
  'password-weak': 422,
  'password-wrong': 422,
  'code-wrong': 422,
  'provider-silent': 502,
  'bad-cursor': 400,
  'illegal-move': 409,
  'claimed-by-another': 409,
  'not-yours': 409,
  'case-closed': 409,
  'wrong-path': 422,
  'wrong-role': 422,
  'wrong-outcome': 422,
  'outcome-missing': 422,
  'path-missing': 422,
  'same-case': 422,
  'snooze-time': 422,
  'unknown-payment': 422,
  'unknown-user': 422,
  'no-suspicion': 404,
  'no-such-disposal': 404,
  'suspicion-formed': 409,
  'suspicion-decided': 409,
  'case-of-care': 409,
  'not-drafted': 409,
  'asked-already': 409,
  'decided-already': 409,
  'ended-already': 409,
  'released-already': 409,
  'four-eyes': 403,
  'users-only': 403,
  'not-approved': 409,
  'keep-open-stands': 409,
  'exit-of-possible-victim': 409,
  'nothing-due': 409,
  'jurisdiction-unknown': 409,
  'file-key-missing': 409,
  'instant-ahead': 422,
  'before-suspicion': 422,
  'period-empty': 422,
  'not-in-case': 422,
  'no-draft': 409,
  'not-in-use': 409,
  'approval-waits': 409,
  'back-test-missing': 409,
  'back-test-runs': 409,
  'passphrase-missing': 409,
  'own-cards-locked': 409,
  'card-renamed': 422,
  'card-invalid': 422,
  'file-large': 413,
  'file-name': 422,
  'file-type': 422,
  'file-picture': 422,
  'file-archive': 422,
  'no-evidence': 409,
  'evidence-changed': 409,
  'report-changed': 409,
  'institution-missing': 409,
  'institution-invalid': 409,
  'template-invalid': 409,
  'pack-missing': 409,
  'pack-changed': 409,
}

/** Their place is of a folder of this machine, which is nobody's business outside. */
const placedHere: ReadonlySet<string> = new Set([
  'no-alerts',
  'institution-missing',
  'institution-invalid',
  'template-invalid',
  'pack-changed',
])

/** Of those, what says more of the machine than a person outside needs. */
const remedyOutside: Readonly<Record<string, string>> = {
  'institution-invalid': 'Mend institution.yaml in the data folder.',
  'template-invalid': 'Mend report-template.yaml in the data folder.',
}

/** Answers every error as a problem document (RFC 9457). What was not expected says nothing of its inside. */
export function answerWithProblems(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => {
    if (error instanceof LapwingError) {
      const status = statusByCode[error.code] ?? 500
      if (status === 500) return unexpected(request, reply, error)
      const { code, message, remedy } = error
      const place = placedHere.has(code) ? undefined : error.place
      return problem(reply, status, code, message, {
        place,
        remedy: remedyOutside[code] ?? remedy,
      })
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status === 429)
      return problem(reply, status, 'requests-too-many', 'Too many requests; wait a moment.')
    if (status < 500) return problem(reply, status, 'bad-request', (error as Error).message)
    return unexpected(request, reply, error)
  })
  server.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, 'not-found', 'There is nothing at this address.'),
  )
}

function unexpected(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  request.log.error({ err: error, request_id: request.id, route: routeOf(request) }, 'not expected')
  return problem(reply, 500, 'internal', 'Something went wrong that was not expected.')
}

function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  { place, remedy }: { readonly place?: string | undefined; readonly remedy?: string | undefined } = {},
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      status,
      title: titles[status] ?? 'Error',
      code,
      detail,
      ...(place ? { place } : {}),
      ...(remedy ? { remedy } : {}),
    })
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}
