import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { recentLinks } from '../audit/read.ts'
import { microsPerHour } from '../domain/time.ts'
import { users } from '../store/tables/access.ts'
import { sampleOffice, sampleUser } from './office.sample.ts'
import { changePassword, confirmCode, enrolCode } from './operations/me.ts'
import { callerOfServiceToken, createServiceToken, revokeServiceToken } from './operations/serviceTokens.ts'
import { changeUser, resetPassword } from './operations/users.ts'
import { callerOfSession, sessionLimitsByDefault as limits } from './sessions.ts'
import { attemptsMax, signIn, signOut } from './signIn.ts'
import { codeAt, fromBase32 } from './totp.ts'

let office: Awaited<ReturnType<typeof sampleOffice>>
let now = 2_000_000_000_000_000
before(async () => {
  office = await sampleOffice()
})
beforeEach(() => {
  now += 24 * microsPerHour
  office.at(now)
})
after(() => office.store.close())

function signInAs(signInName: string, password: string, code?: string) {
  return signIn(office, { signInName, password, code }, limits)
}
const callerOf = (token: string) => callerOfSession(office.store, token, { now: office.clock(), limits })

test('a session lasts while it is used, and twelve hours at most', async () => {
  const { password, user } = await sampleUser(office, 'ada', ['analyst'])
  const { token } = await signInAs('ada', password)
  const caller = { kind: 'user', id: user.user_id, roles: ['analyst'] }
  for (let minutes = 0; minutes < 720; minutes += 20) {
    office.at(now + (minutes * microsPerHour) / 60)
    assert.deepEqual(await callerOf(token), caller)
  }
  office.at(now + 12 * microsPerHour)
  assert.equal(await callerOf(token), undefined)
})

test('a session that is not used ends after half an hour, and at sign-out at once', async () => {
  const { password } = await sampleUser(office, 'ben', ['analyst'])
  const [idle, left] = [await signInAs('ben', password), await signInAs('ben', password)]
  await signOut(office, left.token)
  assert.equal(await callerOf(left.token), undefined)
  assert.ok(await callerOf(idle.token))
  office.at(now + microsPerHour / 2)
  assert.equal(await callerOf(idle.token), undefined)
})

test('an unknown name, a wrong password and a disabled user are answered alike', async () => {
  const { user, password } = await sampleUser(office, 'carl', ['analyst'])
  const administrator = await sampleUser(office, 'root', ['administrator'])
  const wrong = await signInAs('carl', 'not the password').catch(error => error)
  await administrator.desk.perform(changeUser, { user_id: user.user_id, version: 1, disabled: true })
  const disabled = await signInAs('carl', password).catch(error => error)
  const unknown = await signInAs('nobody', 'not the password').catch(error => error)
  for (const error of [wrong, disabled, unknown]) {
    assert.deepEqual([error.code, error.message], [wrong.code, wrong.message])
  }
  assert.equal(wrong.code, 'sign-in-refused')
  const links = await office.store.transaction(transaction => recentLinks(transaction, { limit: 20 }))
  assert.equal(links.filter(({ action }) => action === 'sign-in.refused').length, 3)
  assert.ok(!JSON.stringify(links).includes('nobody'))
})

test('after five attempts within a quarter of an hour even the right password is refused', async () => {
  const { password } = await sampleUser(office, 'dora', ['analyst'])
  const attempts = Array.from({ length: attemptsMax }, () => signInAs('dora', 'not the password'))
  const results = await Promise.allSettled(attempts)
  assert.ok(results.every(({ status }) => status === 'rejected'))
  await assert.rejects(signInAs('dora', password), { code: 'attempts-too-many' })
  office.at(now + microsPerHour / 4)
  await signInAs('dora', password)
})

test('with an authenticator the code is needed, and each code is good once', async () => {
  const { password, desk } = await sampleUser(office, 'eva', ['analyst'])
  const { secret } = await desk.perform(enrolCode, {})
  const code = (steps: number) => codeAt(fromBase32(secret), Math.floor(office.clock() / 30_000_000) + steps)
  await signInAs('eva', password)
  await assert.rejects(desk.perform(confirmCode, { secret, code: '000000' }), { code: 'code-wrong' })
  await desk.perform(confirmCode, { secret, code: code(-1) })
  await assert.rejects(signInAs('eva', password), { code: 'code-needed' })
  await assert.rejects(signInAs('eva', password, code(-1)), { code: 'sign-in-refused' })
  await signInAs('eva', password, code(0))
  await assert.rejects(signInAs('eva', password, code(0)), { code: 'sign-in-refused' })
  await assert.rejects(desk.perform(confirmCode, { secret, code: code(1) }), { code: 'code-enrolled' })
})

test('a new password or other roles end every session', async () => {
  const { password, user, desk } = await sampleUser(office, 'finn', ['analyst'])
  const administrator = await sampleUser(office, 'boss', ['administrator'])
  const new_password = 'several random words here'
  const first = await signInAs('finn', password)
  await assert.rejects(desk.perform(changePassword, { old_password: 'x', new_password }), {
    code: 'password-wrong',
  })
  await assert.rejects(desk.perform(changePassword, { old_password: password, new_password: 'short' }), {
    code: 'password-weak',
  })
  await desk.perform(changePassword, { old_password: password, new_password })
  assert.equal(await callerOf(first.token), undefined)
  const second = await signInAs('finn', new_password)
  const { user_id } = user
  await administrator.desk.perform(changeUser, { user_id, version: 2, roles: ['auditor'] })
  assert.equal(await callerOf(second.token), undefined)
  const reset = await administrator.desk.perform(resetPassword, { user_id })
  await signInAs('finn', reset.password)
})

test('a service token is good until it ends or is revoked', async () => {
  const { desk } = await sampleUser(office, 'gail', ['administrator'])
  const given = { service_name: 'probe', scopes: ['monitoring'] as const, days: 1 }
  const [first, second] = [
    await desk.perform(createServiceToken, given),
    await desk.perform(createServiceToken, given),
  ]
  const ask = (token: string) => callerOfServiceToken(office.store, token, office.clock())
  assert.deepEqual(await ask(first.token), {
    kind: 'service',
    id: first.service_token_id,
    scopes: ['monitoring'],
  })
  await desk.perform(revokeServiceToken, { service_token_id: first.service_token_id })
  assert.equal(await ask(first.token), undefined)
  assert.ok(await ask(second.token))
  office.at(now + 24 * microsPerHour)
  assert.equal(await ask(second.token), undefined)
})

test('neither passwords nor tokens are kept, only hashes that cost', async () => {
  const { password } = await sampleUser(office, 'hugo', ['analyst'])
  const { token } = await signInAs('hugo', password)
  const dump = await office.store.transaction(async transaction => {
    const { rows } = (await transaction.execute('SELECT * FROM sessions')) as unknown as { rows: unknown[] }
    return JSON.stringify([rows, await transaction.select().from(users)])
  })
  assert.ok(!dump.includes(password) && !dump.includes(token))
  assert.match(dump, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})
