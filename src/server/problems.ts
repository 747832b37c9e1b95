import type { FastifyInstance, FastifyReply } from 'fastify'
import { LapwingError } from '../domain/errors.ts'

const statusByCode: Readonly<Record<string, number>> = {
  'no-alerts': 409,
  'unknown-alert': 404,
  'ambiguous-alert': 400,
  'bad-request': 400,
  'unknown-host': 421,
}

/** Answers every error as a problem document (RFC 9457). What was not expected says nothing of its inside. */
export function answerWithProblems(server: FastifyInstance): void {
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof LapwingError) {
      const status = statusByCode[error.code] ?? 500
      return problem(reply, status, error.code, error.message, error.remedy)
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) return problem(reply, status, 'bad-request', (error as Error).message)
    if (process.env.LAPWING_DEBUG === '1') console.error(error)
    return problem(reply, status, 'internal', 'Something went wrong that was not expected.')
  })
  server.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, 'not-found', 'There is nothing at this address.'),
  )
}

function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  remedy?: string,
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
      ...(remedy ? { remedy } : {}),
    })
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  421: 'Misdirected Request',
  500: 'Internal Server Error',
}
