/** What the server said was wrong, with what to do about it. */
export class Problem extends Error {
  constructor(detail, remedy) {
    super(detail)
    this.remedy = remedy
  }
}

export const readQueue = () => get('/api/alerts')
export const readAlert = id => get(`/api/alerts/${encodeURIComponent(id)}`)

async function get(path) {
  let response
  try {
    response = await fetch(path, { headers: { accept: 'application/json' } })
  } catch {
    throw new Problem(
      'Lapwing does not answer.',
      'Is "lapwing serve" still running? Start it, then load this page again.',
    )
  }
  const body = await response.json().catch(() => undefined)
  if (!response.ok) throw new Problem(body?.detail ?? `The server answered ${response.status}.`, body?.remedy)
  return body
}
