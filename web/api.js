/** What the server said was wrong, with what to do about it. */
export class Problem extends Error {
  constructor(detail, { remedy, code } = {}) {
    super(detail)
    this.remedy = remedy
    this.code = code
  }
}

/** The alerts, best first; and what could not be evaluated. */
export async function readQueue() {
  const queue = await ask('GET', '/api/alerts?limit=200')
  // Before there are users, the findings of the last run as they are.
  if (queue.items === undefined) return queue
  const { not_evaluated } = await ask('GET', '/api/alerts/counts')
  const alerts = queue.items.map((alert, at) => ({
    ...alert,
    rank: at + 1,
    reasons: alert.strongest.map(reason => ({ ...reason, counted: true })),
  }))
  return { alerts, not_evaluated, has_more: queue.next !== null, has_users: true }
}

export async function readAlert(id) {
  const { finding = {}, ...alert } = await ask('GET', `/api/alerts/${encodeURIComponent(id)}`)
  return { ...finding, ...alert }
}

export const readMe = () => ask('GET', '/api/me')
export const signIn = credentials => ask('POST', '/api/session', credentials)
export const signOut = () => ask('DELETE', '/api/session')

async function ask(method, path, given) {
  let response
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(given === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(given === undefined ? {} : { body: JSON.stringify(given) }),
    })
  } catch {
    throw new Problem('Lapwing does not answer.', {
      remedy: 'Is "lapwing serve" still running? Start it, then load this page again.',
    })
  }
  const body = await response.json().catch(() => undefined)
  if (!response.ok) throw new Problem(body?.detail ?? `The server answered ${response.status}.`, body)
  return body
}
