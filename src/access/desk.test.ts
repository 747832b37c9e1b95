import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { recentLinks } from '../audit/read.ts'
import { actAs, type Office } from './desk.ts'
import { sampleOffice, sampleUser } from './office.sample.ts'
import { defineOperation } from './operation.ts'
import { changeUser, createUser, listUsers, readUser } from './operations/users.ts'

let office: Office
before(async () => {
  office = await sampleOffice()
})
after(() => office.store.close())

function newest(limit: number) {
  return office.store.transaction(transaction => recentLinks(transaction, { limit }))
}

/** A case that stands behind a wall for one user, as casework will have them. */
function readCase(member: string) {
  return defineOperation({
    action: 'case.read',
    resource: 'Case',
    personal: true,
    changes: false,
    async find(_, { id }: { readonly id: string }) {
      if (id !== 'walled') return undefined
      return { id, attributes: { restricted: true, members: [{ __entity: { type: 'User', id: member } }] } }
    },
    run: async () => ({ title: 'A case', report: 'filed' }),
    fields: { report: 'case.read-report' },
  })
}

test('the last administrator stays one', async () => {
  const first = await sampleUser(office, 'first', ['administrator'])
  const second = await sampleUser(office, 'second', ['administrator'])
  const demote = (user_id: string) =>
    first.desk.perform(changeUser, { user_id, version: 1, roles: ['analyst'] })
  const results = await Promise.allSettled([demote(first.user.user_id), demote(second.user.user_id)])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('what was read or changed is recorded with who, what, and why', async () => {
  const { desk, user } = await sampleUser(office, 'ada', ['administrator'])
  await desk.perform(readUser, { user_id: user.user_id }, { purpose: 'quality-review' })
  const [link] = await newest(1)
  const { actor, action, object, purpose } = link!
  assert.deepEqual(
    [actor, action, object, purpose],
    [`user:${user.user_id}`, 'user.read', `User:${user.user_id}`, 'quality-review'],
  )
})

test('no name of a person stands in the audit chain', async () => {
  await sampleUser(office, 'very-distinct-name', ['analyst'])
  const text = JSON.stringify(await newest(100))
  assert.ok(!/very-distinct-name/i.test(text))
})

test('a refusal changes nothing and is recorded', async () => {
  const { desk } = await sampleUser(office, 'olga', ['analyst'])
  const given = { sign_in_name: 'mallory', full_name: 'M', roles: ['administrator'] as const }
  await assert.rejects(desk.perform(createUser, given), { code: 'forbidden' })
  const [link] = await newest(1)
  assert.deepEqual([link?.action, link?.detail], ['access.refused', '{"action":"user.create"}'])
  const { items } = await actAs({ kind: 'console' }, office).perform(listUsers, { limit: 100 })
  assert.ok(!items.some(each => each.sign_in_name === 'mallory'))
})

test('what is behind a wall answers as what is not there', async () => {
  const member = await sampleUser(office, 'member', ['investigator'])
  const other = await sampleUser(office, 'other', ['investigator'])
  const operation = readCase(member.user.user_id)
  const declared = { purpose: 'investigation' } as const
  await member.desk.perform(operation, { id: 'walled' }, declared)
  const errors = await Promise.all(
    [
      [other.desk, 'walled', declared],
      [other.desk, 'absent', declared],
      [member.desk, 'absent', declared],
      [member.desk, 'walled', {}],
    ].map(([desk, id, how]) =>
      (desk as typeof other.desk)
        .perform(operation, { id: id as string }, how as object)
        .catch(error => error),
    ),
  )
  const [first, ...rest] = errors.map(({ code, message, place, remedy }) => ({
    code,
    message,
    place,
    remedy,
  }))
  assert.equal(first?.code, 'not-found')
  for (const error of rest) assert.deepEqual(error, first)
})

test('a field that a role may not see is left out without a trace', async () => {
  const { desk, user } = await sampleUser(office, 'paula', ['protection'])
  const declared = { purpose: 'protection' } as const
  assert.deepEqual(await desk.perform(readCase(user.user_id), { id: 'walled' }, declared), {
    title: 'A case',
  })
  const officer = await sampleUser(office, 'rosa', ['reporting-officer'])
  assert.deepEqual(await officer.desk.perform(readCase(officer.user.user_id), { id: 'walled' }, declared), {
    title: 'A case',
    report: 'filed',
  })
})

test('a request that is sent again is answered again and done once', async () => {
  const { desk, user } = await sampleUser(office, 'ines', ['administrator'])
  const change = { user_id: user.user_id, version: 1, full_name: 'Ines Sample' }
  const repeatable = { key: 'k1', requestHash: 'h1' }
  const answers = await Promise.all([1, 2, 3].map(() => desk.perform(changeUser, change, { repeatable })))
  for (const answer of answers) assert.deepEqual(answer, { ...user, full_name: 'Ines Sample', version: 2 })
  await assert.rejects(desk.perform(changeUser, change, { repeatable: { key: 'k1', requestHash: 'h2' } }), {
    code: 'key-used',
  })
  // One that failed left nothing, so it is tried anew.
  await assert.rejects(desk.perform(changeUser, change, { repeatable: { key: 'k2', requestHash: 'h1' } }), {
    code: 'changed-meanwhile',
  })
  const secret = { key: 'k3', requestHash: 'h3' }
  const given = { sign_in_name: 'once', full_name: 'Once', roles: ['analyst'] as const }
  const { password } = await desk.perform(createUser, given, { repeatable: secret })
  assert.ok(password.length > 40)
  await assert.rejects(desk.perform(createUser, given, { repeatable: secret }), { code: 'told-once' })
})

test('of two changes of one version the second is refused', async () => {
  const { desk, user } = await sampleUser(office, 'zoe', ['administrator'])
  const change = (full_name: string) =>
    desk.perform(changeUser, { user_id: user.user_id, version: 1, full_name })
  const results = await Promise.allSettled([change('A'), change('B')])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})
