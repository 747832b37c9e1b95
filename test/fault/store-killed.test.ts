import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { allLinks } from '../../src/audit/read.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import { openStore } from '../../src/store/store.ts'
import { serviceTokens } from '../../src/store/tables/access.ts'
import { emptyFolder, lapwing, objects } from '../e2e/lapwing.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const data = emptyFolder()
const seed = Number(process.env.LAPWING_SEED ?? Date.now() % 100_000)

/** A server of its own process, so that it can be killed. */
async function startServer(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const child = spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const ready = /^ready (\S+)$/m.exec(text)
      if (ready !== null) resolve(ready[1]!)
    })
    child.on('exit', code => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
  return { url, process: child }
}

function send(url: string, method: string, headers: Record<string, string>, body?: object) {
  const payload = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return fetch(url, { method, headers: { ...headers, ...type }, ...payload })
}

async function signIn(url: string, password: string): Promise<{ readonly cookie: string }> {
  const answer = await send(`${url}/api/session`, 'POST', {}, { sign_in_name: 'robin', password })
  assert.equal(answer.status, 201, await answer.clone().text())
  return { cookie: answer.headers.get('set-cookie')!.split(';')[0]! }
}

/** Makes tokens, one after the other, until the server is gone. Answers those that were acknowledged. */
async function makeTokens(url: string, headers: { readonly cookie: string }): Promise<readonly string[]> {
  const acknowledged: string[] = []
  for (;;) {
    try {
      const asked = { service_name: 'load', scopes: ['monitoring'], days: 1 }
      const answer = await send(`${url}/api/service-tokens`, 'POST', headers, asked)
      const { service_token_id } = (await answer.json()) as { service_token_id: string }
      if (answer.status === 201) acknowledged.push(service_token_id)
    } catch {
      return acknowledged
    }
  }
}

test(`a server killed under load loses no acknowledged write, and its chain is whole (seed ${seed})`, async () => {
  const added = await lapwing(['users', 'add', 'robin', '--roles', 'administrator', '--data', data, '--json'])
  assert.equal(added.code, 0, added.err)
  const password = String(objects(added.out)[0]!.password)

  const server = await startServer()
  const headers = await signIn(server.url, password)
  const loads = [1, 2, 3, 4].map(() => makeTokens(server.url, headers))
  await new Promise(resolve => setTimeout(resolve, 300 + (seed % 700)))
  server.process.kill('SIGKILL')
  const acknowledged = (await Promise.all(loads)).flat()
  assert.ok(acknowledged.length > 0, 'nothing was acknowledged before the kill')

  const store = await openStore({ directory: join(data, 'store') })
  const { kept, verification } = await store.transaction(async transaction => ({
    kept: new Set((await transaction.select().from(serviceTokens)).map(row => row.serviceTokenId)),
    verification: await verifyChain(allLinks(transaction)),
  }))
  await store.close()
  assert.deepEqual(
    acknowledged.filter(id => !kept.has(id)),
    [],
  )
  assert.deepEqual(verification.faults, [])
  // The user, the sign-in, and a link for each token: what is done and what records it are kept together.
  assert.equal(verification.links, kept.size + 2)
})
