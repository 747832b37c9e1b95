import type { Purpose } from '../../src/access/roles.ts'
import { words } from '../words/words.ts'
import { Problem } from './problem.ts'

export type { Purpose }

interface Asked {
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: object
  /** In place of a body of JSON: the bytes of a file. */
  readonly file?: Blob
  /** Of what is changed, as it was read: refused when somebody changed it meanwhile. */
  readonly version?: number
  /** What a sensitive read is for; the audit chain keeps it. */
  readonly purpose?: Purpose
  readonly signal?: AbortSignal
}

/** Reads. @throws Problem */
export function read<Answer>(path: string, asked: Asked = {}): Promise<Answer> {
  return ask('GET', path, asked)
}

/**
 * Changes something. Sent with a key of its own, so that the server does it once although it is sent again when no answer came.
 *
 * @throws Problem
 */
export async function change<Answer>(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  asked: Asked = {},
): Promise<Answer> {
  const key = newKey()
  try {
    return await ask<Answer>(method, path, asked, key)
  } catch (error) {
    if (error instanceof Problem && error.code === 'no-answer') return ask(method, path, asked, key)
    throw error
  }
}

/** Reads a file, to be saved and not shown. @throws Problem */
export async function readFile(path: string, asked: Asked = {}): Promise<Blob> {
  return (await send('GET', path, asked)).blob()
}

async function ask<Answer>(method: string, path: string, asked: Asked, key?: string): Promise<Answer> {
  return (await send(method, path, asked, key)).json() as Promise<Answer>
}

/** What was answered, where it is no problem. @throws Problem */
async function send(method: string, path: string, asked: Asked, key?: string): Promise<Response> {
  const { query = {}, body, file, version, purpose, signal } = asked
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (file !== undefined) headers['content-type'] = 'application/octet-stream'
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (purpose !== undefined) headers['lapwing-purpose'] = purpose
  if (key !== undefined) headers['idempotency-key'] = key
  const response = await fetch(search === '' ? path : `${path}?${search}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file === undefined ? {} : { body: file }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new Problem({ status: 0, code: 'no-answer', ...words.problems.noAnswer })
  })
  if (response.ok) return response
  throw problemOf(response.status, await response.json().catch(() => undefined))
}

function problemOf(status: number, answer: unknown): Problem {
  const { code, detail, place, remedy } = (answer ?? {}) as Partial<Record<string, string>>
  return new Problem({
    status,
    code: code ?? 'unknown',
    detail: detail ?? words.problems.answered(status),
    place,
    remedy: remedy ?? (status >= 500 ? words.problems.tryAgain : undefined),
  })
}

/** Not `randomUUID`, which browsers keep to pages over TLS. */
function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
