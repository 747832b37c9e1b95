import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPolicies, type Resource } from './policy.ts'
import { type Role, roleNames } from './roles.ts'

const policies = loadPolicies()
const someCase: Resource = { type: 'Case', id: 'c', attributes: { restricted: false, members: [] } }

function approval(kind: string): Resource {
  return { type: 'Approval', id: 'a', attributes: { kind, restricted: false, members: [] } }
}

function rolesThatMay(action: string, resource: Resource): readonly Role[] {
  return roleNames.filter(role =>
    policies.allow({
      caller: { kind: 'user', id: 'u', roles: [role] },
      action,
      resource,
      purpose: 'reporting',
    }),
  )
}

const writers: readonly Role[] = ['investigator', 'reporting-officer']
const officers: readonly Role[] = ['reporting-officer']

test('who may know of reports, and who of what would betray them', () => {
  const may: readonly (readonly [string, readonly Role[]])[] = [
    ['suspicion.read', writers],
    ['suspicion.form', writers],
    ['suspicion.correct', writers],
    ['suspicion.move', writers],
    ['exit.list', writers],
    ['exit.propose', writers],
    ['keep-open.list', writers],
    ['keep-open.add', writers],
    ['keep-open.extend', writers],
    ['keep-open.end', writers],
    ['hold.list', writers],
    ['hold.place', writers],
    ['hold.release', officers],
    ['report-file.list', writers],
    ['report-file.read', writers],
    ['report-file.add', writers],
    ['report.list', writers],
    ['report.read', writers],
    ['report.read-particulars', writers],
    ['report.change-particulars', writers],
    ['report.draft', writers],
    ['report.build', writers],
    ['file.add', ['investigator', 'reporting-officer', 'protection']],
    ['file.list', ['analyst', 'investigator', 'reporting-officer', 'protection']],
    ['file.read', ['analyst', 'investigator', 'reporting-officer', 'protection']],
  ]
  for (const [action, roles] of may) assert.deepEqual(rolesThatMay(action, someCase), roles, action)
  assert.deepEqual(rolesThatMay('suspicion.list-due', { type: 'Suspicions', id: 'all' }), writers)
  assert.deepEqual(rolesThatMay('keep-open.list-ending', { type: 'KeepOpenRequests', id: 'all' }), writers)
})

test('who asks for each kind of approval, and who decides', () => {
  const may: readonly (readonly [string, readonly Role[], readonly Role[]])[] = [
    ['report', writers, officers],
    ['exit', writers, officers],
    ['release', writers, officers],
    ['disposal', [], officers],
    ['pack_change', ['data-scientist', 'validator'], ['validator']],
  ]
  for (const [kind, ask, decide] of may) {
    assert.deepEqual(rolesThatMay('approval.ask', approval(kind)), ask, `ask ${kind}`)
    assert.deepEqual(rolesThatMay('approval.decide', approval(kind)), decide, `decide ${kind}`)
    const see = kind === 'disposal' ? officers : ask
    for (const action of ['approval.read', 'approval.list', 'approval.withdraw']) {
      assert.deepEqual(rolesThatMay(action, approval(kind)), see, `${action} ${kind}`)
    }
  }
})

test('the console drafts and builds reports, and passes no wall', () => {
  const behind: Resource = { ...someCase, attributes: { restricted: true, members: [] } }
  for (const action of ['report.draft', 'report.build']) {
    const allows = (resource: Resource) =>
      policies.allow({ caller: { kind: 'console' }, action, resource, purpose: 'reporting' })
    assert.deepEqual([allows(someCase), allows(behind)], [true, false], action)
  }
  for (const action of ['report.read', 'report.change-particulars', 'suspicion.move']) {
    assert.throws(() =>
      policies.allow({ caller: { kind: 'console' }, action, resource: someCase, purpose: 'reporting' }),
    )
  }
})

test('who lets go what need no longer be kept', () => {
  for (const action of ['disposal.list-due', 'disposal.list', 'disposal.ask', 'disposal.run']) {
    const resource = { type: 'Disposals', id: 'all' }
    assert.deepEqual(rolesThatMay(action, resource), officers, action)
    const console = policies.allow({ caller: { kind: 'console' }, action, resource })
    assert.equal(console, action === 'disposal.list-due' || action === 'disposal.run', action)
  }
})
