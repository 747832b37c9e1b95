import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { quantile } from '../result.ts'

/** One request of a mixture, and which statuses are an answer to it as it should be. */
export interface Asked {
  readonly kind: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: object
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** What a load found. Latencies are of answers as they should be, in milliseconds from when each request was due. */
export interface Measured {
  readonly latencies: readonly number[]
  readonly byKind: ReadonlyMap<string, readonly number[]>
  readonly errors: ReadonlyMap<string, number>
  readonly asked: number
  readonly seconds: number
}

/** Requests that are waited for at most; beyond, the server is far behind and the load ends early. */
const openMost = 4_000

/**
 * Sends requests at a steady rate, whether or not earlier ones were answered (an open loop), and measures each from the time at
 * which it was due, so that a server that stands still is not spared (Tene, "How NOT to Measure Latency", coordinated omission).
 */
export async function loadAt(
  url: string,
  {
    perSecond,
    seconds,
    next,
  }: { readonly perSecond: number; readonly seconds: number; readonly next: (at: number) => Asked },
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 })
  const latencies: number[] = []
  const byKind = new Map<string, number[]>()
  const errors = new Map<string, number>()
  const total = Math.round(perSecond * seconds)
  const open = new Set<Promise<void>>()
  const started = performance.now()
  let at = 0
  for (; at < total && open.size < openMost; ) {
    const due = started + (at / perSecond) * 1_000
    const wait = due - performance.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    const asked = next(at++)
    const one = send(url, asked, agent).then(
      ({ status }) => {
        const took = performance.now() - due
        if (status >= 300) {
          const what = `${asked.kind} ${status}`
          errors.set(what, (errors.get(what) ?? 0) + 1)
          return
        }
        latencies.push(took)
        const ofKind = byKind.get(asked.kind) ?? []
        ofKind.push(took)
        byKind.set(asked.kind, ofKind)
      },
      error => {
        const what = `${asked.kind} ${(error as NodeJS.ErrnoException).code ?? 'failed'}`
        errors.set(what, (errors.get(what) ?? 0) + 1)
      },
    )
    open.add(one)
    void one.finally(() => open.delete(one))
  }
  await Promise.all(open)
  agent.destroy()
  return { latencies, byKind, errors, asked: at, seconds: (performance.now() - started) / 1_000 }
}

/** Sends one request and reads the whole answer. */
export function send(
  url: string,
  { method, path, headers, body }: Omit<Asked, 'kind'>,
  agent?: Agent,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const sent = request(
      new URL(path, url),
      {
        method,
        headers:
          text === undefined
            ? headers
            : { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        ...(agent === undefined ? {} : { agent }),
      },
      answer => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}

export function countOf(errors: ReadonlyMap<string, number>): number {
  return [...errors.values()].reduce((sum, n) => sum + n, 0)
}

/** One line for whoever watches. */
export function sentenceOf({ latencies, errors, asked, seconds }: Measured): string {
  const at = (share: number) => `${quantile(latencies, share).toFixed(1)} ms`
  const wrong = [...errors].map(([what, n]) => `${n} x ${what}`).join(', ')
  return `${asked} requests in ${seconds.toFixed(1)} s: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}; ${wrong === '' ? 'no errors' : `errors: ${wrong}`}`
}
