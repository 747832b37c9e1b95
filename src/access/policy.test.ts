import assert from 'node:assert/strict'
import test from 'node:test'
import type { Caller } from './caller.ts'
import { loadPolicies, type Resource } from './policy.ts'
import { type Role, roleNames } from './roles.ts'

const policies = loadPolicies()
const someCase: Resource = { type: 'Case', id: 'c', attributes: { restricted: false, members: [] } }

function user(...roles: Role[]): Caller {
  return { kind: 'user', id: 'u', roles }
}

/** Which single roles may: everything that is not written here is refused. */
const casework: readonly Role[] = ['analyst', 'investigator', 'reporting-officer', 'protection']
const matrix: readonly (readonly [string, Resource, readonly Role[]])[] = [
  ['user.list', { type: 'Users', id: 'all' }, ['administrator']],
  ['user.create', { type: 'Users', id: 'all' }, ['administrator']],
  ['user.read', { type: 'User', id: 'other' }, ['administrator']],
  ['user.change', { type: 'User', id: 'other' }, ['administrator']],
  ['user.reset-password', { type: 'User', id: 'other' }, ['administrator']],
  ['service-token.list', { type: 'ServiceTokens', id: 'all' }, ['administrator']],
  ['service-token.create', { type: 'ServiceTokens', id: 'all' }, ['administrator']],
  ['service-token.revoke', { type: 'ServiceToken', id: 't' }, ['administrator']],
  ['me.read', { type: 'User', id: 'u' }, roleNames],
  ['me.read', { type: 'User', id: 'other' }, []],
  ['me.change-password', { type: 'User', id: 'other' }, []],
  ['audit.read', { type: 'AuditChain', id: 'all' }, ['auditor']],
  ['audit.verify', { type: 'AuditChain', id: 'all' }, ['auditor']],
  ['audit.anchor', { type: 'AuditChain', id: 'all' }, []],
  ['backup.make', { type: 'Store', id: 'all' }, []],
  ['backup.restore', { type: 'Store', id: 'all' }, []],
  ['service.measure', { type: 'AuditChain', id: 'all' }, []],
  ['colleague.list', { type: 'Users', id: 'all' }, [...casework, 'data-scientist', 'validator']],
  ['alert.list', { type: 'Alerts', id: 'all' }, casework],
  ['alert.read', { ...someCase, type: 'Alert' }, casework],
  ['network.read', { type: 'Network', id: 'all' }, casework],
  ['network.export', { type: 'Network', id: 'all' }, casework],
  ['subject.read', { type: 'Network', id: 'all' }, casework],
  ['own-card.save', { type: 'Typologies', id: 'all' }, ['data-scientist']],
  ['own-card.discard', { type: 'Typologies', id: 'all' }, ['data-scientist']],
  ['own-card.read', { type: 'Typologies', id: 'all' }, ['data-scientist', 'validator']],
  ['own-card.back-test', { type: 'Typologies', id: 'all' }, ['data-scientist', 'validator']],
  ['own-card.read-in-use', { type: 'Typologies', id: 'all' }, ['data-scientist', 'validator']],
  ['case.read', someCase, casework],
  ['case.change', someCase, ['investigator', 'reporting-officer', 'protection']],
  ['case.read-report', someCase, ['investigator', 'reporting-officer']],
]

test('each role may what the table says and nothing else', () => {
  for (const [action, resource, allowed] of matrix) {
    const may = roleNames.filter(role =>
      policies.allow({ caller: user(role), action, resource, purpose: 'investigation' }),
    )
    assert.deepEqual(may, [...allowed], action)
  }
})

test('a wall stops everyone but the members, whatever their role', () => {
  const walled = (members: readonly string[], type = 'Case'): Resource => ({
    ...someCase,
    type,
    attributes: { restricted: true, members: members.map(id => ({ __entity: { type: 'User', id } })) },
  })
  const asks = (resource: Resource, action = 'case.read') =>
    policies.allow({ caller: user('reporting-officer'), action, resource, purpose: 'reporting' })
  assert.equal(asks(walled(['other'])), false)
  assert.equal(asks(walled(['other', 'u'])), true)
  assert.equal(asks(walled(['other'], 'Alert'), 'alert.read'), false)
  assert.equal(asks(walled(['other', 'u'], 'Alert'), 'alert.read'), true)
})

test('a sensitive read without a purpose is refused', () => {
  const question = { caller: user('investigator'), action: 'case.read', resource: someCase }
  assert.equal(policies.allow(question), false)
  assert.equal(policies.allow({ ...question, purpose: 'investigation' }), true)
})

test('a role that reaches no record takes that from every other role', () => {
  for (const role of ['insight', 'administrator', 'auditor'] as const) {
    const caller = user(role, 'investigator')
    assert.equal(
      policies.allow({ caller, action: 'case.read', resource: someCase, purpose: 'investigation' }),
      false,
    )
  }
})

test('a machine may what its scope says, and the console what its work needs', () => {
  const chain = { type: 'AuditChain', id: 'all' }
  const machine: Caller = { kind: 'service', id: 's', scopes: ['monitoring'] }
  const may = (caller: Caller, action: string) => policies.allow({ caller, action, resource: chain })
  assert.deepEqual(
    ['audit.read', 'audit.verify', 'service.measure'].map(action => may(machine, action)),
    [false, true, true],
  )
  assert.equal(may({ ...machine, scopes: [] }, 'audit.verify'), false)
  assert.equal(may({ kind: 'console' }, 'audit.anchor'), true)
  assert.equal(may({ kind: 'console' }, 'audit.read'), false)
})

test('a question that the schema does not know is an error, and never allowed', () => {
  const caller = user('administrator')
  for (const [action, resource] of [
    ['user.invent', { type: 'Users', id: 'all' }],
    ['user.list', { type: 'Case', id: 'c' }],
    ['case.read', { type: 'Case', id: 'c' }],
  ] as const) {
    assert.throws(() => policies.allow({ caller, action, resource }), { code: 'policy-invalid' })
  }
})

test('what one may ask about oneself says nothing of others, in whatever order it is asked', () => {
  const [one, other] = ['one', 'other'].map(id => ({ kind: 'user', id, roles: ['analyst'] }) as const)
  const may = (caller: Caller, id: string) =>
    policies.allow({ caller, action: 'me.read', resource: { type: 'User', id } })
  for (const [caller, id, expected] of [
    [one!, 'other', false],
    [one!, 'one', true],
    [other!, 'one', false],
    [other!, 'other', true],
    [one!, 'third', false],
  ] as const) {
    assert.equal(may(caller, id), expected, `${caller.id} of ${id}`)
  }
})
