import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../access/desk.ts'
import { markOfQueue } from '../casework/alerts/queue.ts'
import { deskOf, type Entrance } from './entrance.ts'

/** How long one stream lasts, so that the session of whoever watches is looked at again: a browser reconnects by itself. */
const streamMillisMax = 10 * 60_000
const streamsMax = 200

/**
 * `GET /api/alerts/live`: server-sent events. `queue` comes at once, and then whenever an alert that the caller may know of
 * was changed; its data is only a mark, so whoever listens asks for the queue again.
 */
export function addLiveQueue(
  server: FastifyInstance,
  entrance: Entrance,
  { everyMillis = 1_000 }: { readonly everyMillis?: number } = {},
): void {
  const streams = new Set<AbortController>()
  server.addHook('preClose', async () => {
    for (const stream of streams) stream.abort()
  })
  server.get('/api/alerts/live', async (request, reply) => {
    const desk = await deskOf(request, entrance)
    // Before the answer begins, so that a refusal is a problem like any other.
    const { mark } = await desk.perform(markOfQueue, {})
    const stream = new AbortController()
    if (streams.size >= streamsMax) [...streams][0]?.abort()
    streams.add(stream)
    reply.hijack()
    const { raw } = reply
    raw.on('close', () => stream.abort())
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      // Not kept for another request, so that a server that stops need not wait for it.
      connection: 'close',
    })
    const write = (text: string) => void raw.write(text)
    write(`retry: 2000\n${event(mark)}`)
    await follow({ desk, mark, write, everyMillis, signal: stream.signal }).catch(() => {})
    streams.delete(stream)
    raw.end()
  })
}

async function follow(given: {
  readonly desk: Desk
  readonly mark: string
  readonly write: (text: string) => void
  readonly everyMillis: number
  readonly signal: AbortSignal
}): Promise<void> {
  const { desk, write, everyMillis, signal } = given
  let { mark } = given
  for (let passed = 0; passed < streamMillisMax && !signal.aborted; passed += everyMillis) {
    await wait(everyMillis, undefined, { signal })
    const next = await desk.perform(markOfQueue, {})
    // A line of comment shows both ends that the other is there.
    write(next.mark === mark ? ':\n\n' : event(next.mark))
    mark = next.mark
  }
}

function event(mark: string): string {
  return `event: queue\ndata: ${JSON.stringify({ mark })}\n\n`
}
