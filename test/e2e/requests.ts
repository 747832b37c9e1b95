import assert from 'node:assert/strict'

/** Asks a server over HTTP. */
export function send(url: string, method: string, headers: Record<string, string>, body?: object) {
  const payload = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return fetch(url, { method, headers: { ...headers, ...type }, ...payload })
}

/** The header by which whoever signed in is known. */
export async function signIn(
  url: string,
  sign_in_name: string,
  password: string,
): Promise<{ readonly cookie: string }> {
  const answer = await send(`${url}/api/session`, 'POST', {}, { sign_in_name, password })
  assert.equal(answer.status, 201, await answer.clone().text())
  return { cookie: answer.headers.get('set-cookie')!.split(';')[0]! }
}

/** Makes service tokens, one after the other, until the server is gone. Answers the ids of those that were acknowledged. */
export async function makeTokens(
  url: string,
  headers: { readonly cookie: string },
): Promise<readonly string[]> {
  const acknowledged: string[] = []
  for (;;) {
    try {
      const asked = { service_name: 'load', scopes: ['monitoring'], days: 1 }
      const answer = await send(`${url}/api/service-tokens`, 'POST', headers, asked)
      const { service_token_id } = (await answer.json()) as { service_token_id: string }
      if (answer.status === 201) acknowledged.push(service_token_id)
      else if (answer.status === 503) return acknowledged
    } catch {
      return acknowledged
    }
  }
}
