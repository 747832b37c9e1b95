import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A real OpenID Connect provider on loopback; whoever gives a name there has it, with an address verified or not. */
export async function sampleProvider(client: {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}): Promise<{ readonly issuer: string; readonly close: () => void }> {
  let handle: ReturnType<Provider['callback']> | undefined
  const server: Server = createServer((request, response) => void handle?.(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // The address in the identity token itself.
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id.replace(/^(unverified|moved)-/, '')}@example.org`,
        email_verified: !id.startsWith('unverified-'),
      }),
    }),
  })
  handle = provider.callback()
  return { issuer, close: () => server.close() }
}

/** Goes the way of a browser from the provider's door to the address that it sends back to. */
export async function signInThere(door: string, name: string): Promise<URL> {
  const jar = new Map<string, string>()
  let address = new URL(door)
  let form: URLSearchParams | undefined
  for (let steps = 0; steps < 12; steps++) {
    const cookie = Array.from(jar, ([key, value]) => `${key}=${value}`).join('; ')
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const each of answer.headers.getSetCookie()) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(each)!
      jar.set(key!, value!)
    }
    form = undefined
    const location = answer.headers.get('location')
    if (location === null) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await answer.text())?.[1]
      if (prompt === undefined) throw new Error(`the provider answered ${answer.status}`)
      form = new URLSearchParams({ prompt, login: name, password: 'any' })
      continue
    }
    const next = new URL(location, address)
    if (next.origin !== address.origin) return next
    address = next
  }
  throw new Error('the provider did not send back')
}
