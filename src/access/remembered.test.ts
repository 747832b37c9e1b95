import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openAccess } from './access.ts'
import { sampleOffice, sampleUser } from './office.sample.ts'
import { changePassword } from './operations/me.ts'
import { createServiceToken, revokeServiceToken } from './operations/serviceTokens.ts'
import { changeUser, resetPassword } from './operations/users.ts'
import { rememberCallers, rememberedMicros } from './remembered.ts'
import { signOut } from './signIn.ts'

let office: Awaited<ReturnType<typeof sampleOffice>>
before(async () => {
  office = await sampleOffice()
})
after(() => office.store.close())

test('whatever ends a session or a token in this process ends it at once', async () => {
  const access = openAccess(office)
  const boss = await sampleUser(office, 'boss', ['administrator'])
  const ends = {
    'sign-out': (token: string) => access.signOut(token),
    'a new password': async (token: string, old_password: string) =>
      (await access.deskOf(token))!.perform(changePassword, { old_password, new_password: 'a long new one' }),
    'a reset': async (_: string, __: string, user_id: string) =>
      (await bossDesk()).perform(resetPassword, { user_id }),
    disabling: async (_: string, __: string, user_id: string) =>
      (await bossDesk()).perform(changeUser, { user_id, version: 1, disabled: true }),
    'another role': async (_: string, __: string, user_id: string) =>
      (await bossDesk()).perform(changeUser, { user_id, version: 1, roles: ['auditor'] }),
  }
  const bossToken = (await access.signIn({ signInName: 'boss', password: boss.password })).token
  const bossDesk = async () => (await access.deskOf(bossToken))!
  for (const [name, end] of Object.entries(ends)) {
    const { user, password } = await sampleUser(office, name, ['analyst'])
    const { token } = await access.signIn({ signInName: name, password })
    assert.ok(await access.deskOf(token))
    await end(token, password, user.user_id)
    assert.equal(await access.deskOf(token), undefined, name)
  }
  const given = { service_name: 'probe', scopes: ['monitoring'], days: 1 } as const
  const { token, service_token_id } = await (await bossDesk()).perform(createServiceToken, given)
  assert.ok(await access.deskOf(token))
  await (await bossDesk()).perform(revokeServiceToken, { service_token_id })
  assert.equal(await access.deskOf(token), undefined)
})

test('what another process ended is noticed within two seconds', async () => {
  const access = openAccess(office)
  const { password } = await sampleUser(office, 'kim', ['analyst'])
  const { token } = await access.signIn({ signInName: 'kim', password })
  assert.ok(await access.deskOf(token))
  await signOut(office, token)
  office.at(office.clock() + rememberedMicros)
  assert.equal(await access.deskOf(token), undefined)
})

test('an answer that was under way when sessions ended is not remembered', async () => {
  const remembered = rememberCallers(() => 0)
  const caller = { kind: 'console' } as const
  const asked = await remembered.callerOf('token', async () => {
    remembered.forget()
    return caller
  })
  assert.equal(asked, caller)
  assert.equal(await remembered.callerOf('token', async () => undefined), undefined)
})
