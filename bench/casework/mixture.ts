import type { Random } from '../../src/access/operation.ts'
import { shuffled } from '../../src/evaluation/ranking.ts'
import { type Filled, type SignIn, waitingAlerts } from './fill.ts'
import { type Asked, send } from './load.ts'

/** Of a hundred requests so many; about a third change something, and all but the audit's are recorded in the chain. */
export const mixture = {
  'queue page': 22,
  'alert read': 20,
  'case read': 16,
  'cases page': 8,
  claim: 8,
  snooze: 4,
  dismiss: 6,
  note: 8,
  task: 5,
  'audit read': 3,
} as const
type Kind = keyof typeof mixture

/** Headers by which each user is known. */
export type Sessions = Readonly<Record<keyof Filled['users'], Readonly<Record<string, string>>>>

export async function signInAll(url: string, users: Filled['users']): Promise<Sessions> {
  const entries = []
  for (const [role, user] of Object.entries(users)) entries.push([role, await signIn(url, user)])
  return Object.fromEntries(entries)
}

async function signIn(url: string, { name, password }: SignIn) {
  const body = { sign_in_name: name, password }
  const { status, headers, text } = await send(url, {
    method: 'POST',
    path: '/api/session',
    headers: {},
    body,
  })
  if (status !== 201) throw new Error(`sign-in of ${name}: ${status} ${text}`)
  return { cookie: headers['set-cookie']![0]!.split(';')[0]! }
}

/** Makes the requests of a mixture. Each alert that waits is decided on once. */
export function requestsOf(
  sessions: Sessions,
  { alerts, cases, random }: { readonly alerts: number; readonly cases: number; readonly random: Random },
): (at: number) => Asked {
  const below = (n: number) => random(4).readUInt32BE() % n
  const order = shuffled(
    Object.entries(mixture).flatMap(([kind, n]) => Array<Kind>(n).fill(kind as Kind)),
    () => below(2 ** 31) / 2 ** 31,
  )
  const waiting = shuffled(waitingAlerts(alerts, cases), () => below(2 ** 31) / 2 ** 31)
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  let taken = 0
  const nextWaiting = () => {
    const alert = waiting[taken++]
    if (alert === undefined) throw new Error('no alert is left to decide on: fill the store with more')
    return `/api/alerts/bench-${alert}`
  }
  const someCase = () => `/api/cases/bench-${1 + below(cases)}`
  const { analyst, investigator, auditor } = sessions
  const inCase = { ...investigator, 'lapwing-purpose': 'investigation' }
  const first = { ...analyst, 'if-match': '"1"' }
  const make: Readonly<Record<Kind, () => Omit<Asked, 'kind'>>> = {
    'queue page': () => ({ method: 'GET', path: '/api/alerts?limit=50', headers: analyst }),
    'alert read': () => ({
      method: 'GET',
      path: `/api/alerts/bench-${1 + below(alerts)}`,
      headers: { ...analyst, 'lapwing-purpose': 'triage' },
    }),
    'case read': () => ({ method: 'GET', path: someCase(), headers: inCase }),
    'cases page': () => ({ method: 'GET', path: '/api/cases?limit=50', headers: inCase }),
    claim: () => ({ method: 'POST', path: `${nextWaiting()}/claim`, headers: analyst }),
    snooze: () => ({
      method: 'POST',
      path: `${nextWaiting()}/snooze`,
      headers: first,
      body: { until: tomorrow, reason: 'waits for an answer' },
    }),
    dismiss: () => ({
      method: 'POST',
      path: `${nextWaiting()}/dismissal`,
      headers: first,
      body: { reason: 'explained by family ties', outcome: 'cleared' },
    }),
    note: () => ({
      method: 'POST',
      path: `${someCase()}/notes`,
      headers: inCase,
      body: { text: 'A note of the benchmark.' },
    }),
    task: () => ({
      method: 'POST',
      path: `${someCase()}/tasks`,
      headers: inCase,
      body: { what: 'Ask for the statement' },
    }),
    'audit read': () => ({ method: 'GET', path: '/api/audit/links?limit=50', headers: auditor }),
  }
  return at => {
    const kind = order[at % order.length]!
    return { kind, ...make[kind]() }
  }
}
