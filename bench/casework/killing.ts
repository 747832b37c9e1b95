import type { Random } from '../../src/access/operation.ts'
import { allLinks } from '../../src/audit/read.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import { sql } from '../../src/store/drizzle.ts'
import { openStore } from '../../src/store/store.ts'
import { waitingAlerts } from './fill.ts'
import { type Asked, send } from './load.ts'
import { type Sessions, signInAll } from './mixture.ts'
import type { BenchOffice, Size } from './office.ts'

export interface Killed {
  readonly acknowledged: number
  /** Acknowledged, and not in the store afterwards. */
  readonly lost: readonly string[]
  readonly links: number
  readonly faults: number
  readonly slowestRestartSeconds: number
}

const [workers, lifeMillisLeast, lifeMillisMost, clusterEvery] = [8, 100, 1_500, 5] as const

/** Starts the server, loads it with writes, kills it at a random moment, and so on; then looks at what is in the store. */
export async function killUnderLoad(
  office: BenchOffice,
  {
    alerts,
    cases,
    kills,
    random,
    onKill,
  }: Size & {
    readonly kills: number
    readonly random: Random
    readonly onKill?: (n: number, restartSeconds: number) => void
  },
): Promise<Killed> {
  const acknowledged = new Set<string>()
  const waiting = waitingAlerts(alerts, cases).values()
  let server = await office.serve()
  const sessions = await signInAll(server.url, office.users)
  let slowestRestartSeconds = 0
  for (let n = 1; n <= kills; n++) {
    const writes = () => nextWrite(sessions, { cases, random, waiting })
    const loads = Array.from({ length: workers }, () => writeUntilGone(server.url, writes, acknowledged))
    const life = lifeMillisLeast + (random(4).readUInt32BE() % (lifeMillisMost - lifeMillisLeast))
    await new Promise(resolve => setTimeout(resolve, life))
    const ended = server.stop('SIGKILL')
    if (n % clusterEvery === 0) await office.cluster?.crash()
    await Promise.all([ended, ...loads])
    const before = performance.now()
    server = await office.serve()
    const restart = (performance.now() - before) / 1_000
    slowestRestartSeconds = Math.max(slowestRestartSeconds, restart)
    onKill?.(n, restart)
  }
  await server.stop('SIGTERM')
  return { acknowledged: acknowledged.size, slowestRestartSeconds, ...(await lookInto(office, acknowledged)) }
}

/** Notes, tokens and claims in turn. What each leaves in the store is known by `kept`. */
interface Write extends Omit<Asked, 'kind'> {
  readonly kept: (answer: Record<string, unknown>) => string
}

function nextWrite(
  { analyst, investigator, administrator }: Sessions,
  {
    cases,
    random,
    waiting,
  }: { readonly cases: number; readonly random: Random; readonly waiting: Iterator<number> },
): Write {
  const drawn = random(4).readUInt32BE()
  const claimed = drawn % 3 === 0 ? waiting.next() : undefined
  if (claimed !== undefined && !claimed.done) {
    return {
      method: 'POST',
      path: `/api/alerts/bench-${claimed.value}/claim`,
      headers: analyst,
      kept: ({ alert_id }) => `claim ${alert_id}`,
    }
  }
  if (drawn % 3 === 1) {
    return {
      method: 'POST',
      path: '/api/service-tokens',
      headers: administrator,
      body: { service_name: 'bench', scopes: ['monitoring'], days: 1 },
      kept: ({ service_token_id }) => `token ${service_token_id}`,
    }
  }
  return {
    method: 'POST',
    path: `/api/cases/bench-${1 + (drawn % cases)}/notes`,
    headers: { ...investigator, 'lapwing-purpose': 'investigation' },
    body: { text: 'A note under load.' },
    kept: ({ note_id }) => `note ${note_id}`,
  }
}

async function writeUntilGone(url: string, next: () => Write, acknowledged: Set<string>): Promise<void> {
  for (;;) {
    const { kept, ...asked } = next()
    try {
      const { status, text } = await send(url, asked)
      if (status === 200 || status === 201) acknowledged.add(kept(JSON.parse(text)))
      // The database was killed a moment before.
      else if (status !== 500 && status !== 503) throw new Error(`${asked.path}: ${status} ${text}`)
    } catch (error) {
      if (error instanceof Error && 'code' in error) return
      throw error
    }
  }
}

async function lookInto({ place }: BenchOffice, acknowledged: ReadonlySet<string>) {
  const store = await openStore(place)
  try {
    return await store.transaction(async transaction => {
      const { rows } = (await transaction.execute(sql`
        SELECT 'note ' || note_id AS kept FROM case_notes
        UNION ALL SELECT 'token ' || service_token_id FROM service_tokens
        UNION ALL SELECT 'claim ' || alert_id FROM alerts WHERE state = 'claimed'`)) as unknown as {
        readonly rows: readonly { readonly kept: string }[]
      }
      const kept = new Set(rows.map(row => row.kept))
      const { links, faults } = await verifyChain(allLinks(transaction))
      return { lost: [...acknowledged].filter(id => !kept.has(id)), links, faults: faults.length }
    })
  } finally {
    await store.close()
  }
}
