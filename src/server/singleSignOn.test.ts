import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../access/access.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import { recentLinks } from '../audit/read.ts'
import { eq } from '../store/drizzle.ts'
import { users } from '../store/tables/access.ts'
import { readSettings } from './configuration.ts'
import { sampleProvider, signInThere } from './provider.sample.ts'
import { createServer } from './server.ts'

const start = '/api/session/single-sign-on'
let office: Awaited<ReturnType<typeof sampleOffice>>
let provider: Awaited<ReturnType<typeof sampleProvider>>
let server: FastifyInstance

before(async () => {
  office = await sampleOffice()
  const client = {
    id: 'lapwing',
    secret: 'a secret of the sample',
    redirectUri: `http://localhost${start}/return`,
  }
  provider = await sampleProvider(client)
  const settings = await readSettings(
    {
      LAPWING_PUBLIC_ORIGIN: 'http://localhost',
      LAPWING_SINGLE_SIGN_ON_ISSUER: provider.issuer,
      LAPWING_SINGLE_SIGN_ON_CLIENT_ID: client.id,
      LAPWING_SINGLE_SIGN_ON_CLIENT_SECRET: client.secret,
    },
    undefined,
  )
  const data = mkdtempSync(join(tmpdir(), 'lapwing-sign-on-'))
  server = await createServer({ data, hosts: ['localhost'], access: openAccess(office), settings })
})
after(async () => {
  await server.close()
  provider.close()
  await office.store.close()
})

const get = (url: string, cookie = '') => server.inject({ url, headers: { host: 'localhost', cookie } })

/** What the browser was given under a name that ends so. */
function cookieIn(answer: Awaited<ReturnType<typeof get>>, name: string): string {
  const found = answer.cookies.find(each => each.name === name)
  return found === undefined ? '' : `${found.name}=${encodeURIComponent(found.value)}`
}

async function signOnAs(name: string) {
  const begun = await get(start)
  const back = await signInThere(String(begun.headers.location), name)
  return {
    begun,
    back,
    ended: await get(`${back.pathname}${back.search}`, cookieIn(begun, 'lapwing-sign-on')),
  }
}

async function withAddress(name: string, email: string | null): Promise<string> {
  const { user } = await sampleUser(office, name, ['analyst'])
  await office.store.transaction(transaction =>
    transaction.update(users).set({ email }).where(eq(users.userId, user.user_id)),
  )
  return user.user_id
}

test('a user is known by the verified address first, and by the name of the provider from then on', async () => {
  const id = await withAddress('ada', 'ada@example.org')
  const { ended } = await signOnAs('ada')
  assert.equal(ended.statusCode, 200, ended.body)
  const me = await get('/api/me', cookieIn(ended, 'lapwing'))
  assert.equal(me.json().user_id, id)
  await office.store.transaction(transaction =>
    transaction.update(users).set({ email: 'other@example.org' }).where(eq(users.userId, id)),
  )
  const again = await signOnAs('ada')
  assert.equal((await get('/api/me', cookieIn(again.ended, 'lapwing'))).json().user_id, id)
})

test('an address that passes to someone else opens nothing', async () => {
  await withAddress('grace', 'grace@example.org')
  assert.equal((await signOnAs('grace')).ended.statusCode, 200)
  const { ended } = await signOnAs('moved-grace')
  assert.equal(ended.statusCode, 403)
  assert.equal(ended.json().code, 'no-such-user')
})

test('an address that the provider did not verify is nobody', async () => {
  await withAddress('joan', 'joan@example.org')
  assert.equal((await signOnAs('unverified-joan')).ended.json().code, 'no-such-user')
})

test('whoever is no user does not come in, and it is recorded without a name', async () => {
  const { ended } = await signOnAs('stranger')
  assert.equal(ended.json().code, 'no-such-user')
  assert.equal(cookieIn(ended, 'lapwing'), '')
  const [link] = await office.store.transaction(transaction => recentLinks(transaction, { limit: 1 }))
  assert.equal(link?.action, 'sign-in.refused')
  assert.doesNotMatch(JSON.stringify(link), /stranger/)
})

test('only the browser that began can end, and only once', async () => {
  await withAddress('mary', 'mary@example.org')
  const { begun, back, ended } = await signOnAs('mary')
  assert.equal(ended.statusCode, 200)
  const address = `${back.pathname}${back.search}`
  const other = await get(start)
  for (const cookie of [
    '',
    'lapwing-sign-on=nonsense',
    cookieIn(other, 'lapwing-sign-on'),
    cookieIn(begun, 'lapwing-sign-on'),
  ]) {
    const answer = await get(address, cookie)
    assert.equal(answer.statusCode, 401, answer.body)
    assert.equal(cookieIn(answer, 'lapwing'), '')
  }
})

test('settings that belong together are asked for together', async () => {
  const settings = await readSettings({ LAPWING_SINGLE_SIGN_ON_CLIENT_ID: 'lapwing' }, undefined)
  const options = { data: '.', hosts: ['localhost'], access: openAccess(office), settings }
  await assert.rejects(createServer(options), { code: 'setting-wrong' })
})
