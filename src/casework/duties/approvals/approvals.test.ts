import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '../../../store/drizzle.ts'
import { approvals } from '../../../store/tables/obligations.ts'
import { onEachStore, type Person, sampleCase, type Workplace } from '../duties.sample.ts'
import { contentHashOf } from './approval.ts'
import { askApproval, withdrawApproval } from './ask.ts'
import { decideApproval } from './decide.ts'
import { listApprovals, readApproval } from './read.ts'
import { requireApproval } from './requireApproval.ts'

let asked = 0

onEachStore(workplace => {
  async function ask(person: Person) {
    const { office, desks } = workplace()
    const { case_id } = await sampleCase(office)
    const content_hash = contentHashOf({ release: ++asked })
    return desks[person].perform(askApproval, {
      kind: 'release',
      object_id: `release ${asked}`,
      content_hash,
      case_id,
      why: 'Asked by police.',
    })
  }
  const decide = (person: Person, approval_id: string, decision: 'approved' | 'refused', version = 1) =>
    workplace().desks[person].perform(decideApproval, { approval_id, version, decision, reason: 'Read it.' })
  const idOf = ({ desks }: Workplace, person: Person) => (desks[person].caller as { id: string }).id

  test('another person decides, once, with a reason', async () => {
    const { approval_id } = await ask('officer')
    await assert.rejects(decide('officer', approval_id, 'approved'), { code: 'four-eyes' })
    const decided = await decide('otherOfficer', approval_id, 'approved')
    assert.equal(decided.decided_by, idOf(workplace(), 'otherOfficer'))
    assert.equal(decided.decision_reason, 'Read it.')
    await assert.rejects(decide('otherOfficer', approval_id, 'refused', 2), { code: 'decided-already' })
    await assert.rejects(decide('investigator', approval_id, 'refused', 2), { code: 'not-found' })
  })

  test('of two who decide at once one is told that it is decided', async () => {
    const { approval_id } = await ask('investigator')
    const results = await Promise.allSettled([
      decide('officer', approval_id, 'approved'),
      decide('otherOfficer', approval_id, 'refused'),
    ])
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  test('an approval is of one content alone, and counts only once it was given', async () => {
    const { office } = workplace()
    const { approval_id, object_id, content_hash } = await ask('investigator')
    const required = (hash: string) =>
      office.store.transaction(transaction =>
        requireApproval(
          { transaction, caller: { kind: 'console' }, now: office.clock(), random: office.random },
          'release',
          object_id,
          hash,
        ),
      )
    await assert.rejects(required(content_hash), { code: 'not-approved' })
    await decide('officer', approval_id, 'approved')
    assert.equal((await required(content_hash)).approval_id, approval_id)
    await assert.rejects(required(contentHashOf({ release: 'another' })), { code: 'not-approved' })
  })

  test('what was refused is not asked for again until it is changed', async () => {
    const { desks } = workplace()
    const first = await ask('investigator')
    await decide('officer', first.approval_id, 'refused')
    const { kind, object_id, content_hash, case_id, why } = first
    const again = { kind: kind as 'release', object_id, content_hash, case_id: case_id!, why }
    await assert.rejects(desks.investigator.perform(askApproval, again), { code: 'asked-already' })
    const changed = { ...again, content_hash: contentHashOf({ release: 'changed' }) }
    assert.equal((await desks.investigator.perform(askApproval, changed)).decision, null)
  })

  test('whoever asked can take it back, nobody else, and ask again', async () => {
    const { desks } = workplace()
    const { approval_id, version, kind, object_id, content_hash, case_id, why } = await ask('officer')
    const withdrawal = { approval_id, version }
    await assert.rejects(desks.investigator.perform(withdrawApproval, withdrawal), { code: 'not-yours' })
    assert.equal((await desks.officer.perform(withdrawApproval, withdrawal)).decision, 'withdrawn')
    await assert.rejects(decide('otherOfficer', approval_id, 'approved', 2), { code: 'decided-already' })
    const again = { kind: kind as 'release', object_id, content_hash, case_id: case_id!, why }
    assert.equal((await desks.officer.perform(askApproval, again)).decision, null)
  })

  test('those of a walled case are for its members alone', async () => {
    const { office, desks } = workplace()
    const { approval_id, case_id } = await ask('officer')
    await office.store.transaction(transaction =>
      transaction.execute(sql`UPDATE cases SET restricted = true WHERE case_id = ${case_id}`),
    )
    await assert.rejects(desks.officer.perform(readApproval, { approval_id }), { code: 'not-found' })
    await assert.rejects(decide('otherOfficer', approval_id, 'approved'), { code: 'not-found' })
    const { items } = await desks.officer.perform(listApprovals, {
      kind: 'release',
      waiting: false,
      limit: 500,
    })
    assert.ok(items.length > 0 && !items.some(each => each.approval_id === approval_id))
    await office.store.transaction(transaction =>
      transaction.execute(
        sql`INSERT INTO case_members VALUES (${case_id}, ${idOf(workplace(), 'otherOfficer')})`,
      ),
    )
    assert.equal((await decide('otherOfficer', approval_id, 'approved')).decision, 'approved')
  })

  test('a list goes on where it ended and shows each once', async () => {
    const { desks } = workplace()
    const all = await desks.officer.perform(listApprovals, { kind: 'release', waiting: false, limit: 500 })
    const first = await desks.officer.perform(listApprovals, { kind: 'release', waiting: false, limit: 2 })
    assert.deepEqual(first.items, all.items.slice(0, 2))
    assert.ok(first.next !== null && all.next === null)
    await assert.rejects(desks.analyst.perform(listApprovals, { kind: 'release', waiting: true, limit: 2 }), {
      code: 'not-found',
    })
  })

  test('whatever people do in whatever order, nobody has approved what they asked for', async () => {
    const persons = ['officer', 'otherOfficer', 'investigator'] as const
    const { office, desks } = workplace()
    const step = fc.record({
      what: fc.constantFrom('ask', 'decide', 'withdraw', 'forge'),
      person: fc.constantFrom(...persons),
      decision: fc.constantFrom('approved', 'refused', 'withdrawn'),
      of: fc.nat(3),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async steps => {
        const made: string[] = []
        for (const { what, person, decision, of } of steps) {
          const approval_id = made[of % Math.max(made.length, 1)]
          const id = idOf(workplace(), person)
          if (what === 'ask') made.push((await ask(person)).approval_id)
          else if (approval_id === undefined) continue
          else if (what === 'forge') await forged(approval_id, decision, id).catch(() => {})
          else if (what === 'withdraw') {
            await desks[person].perform(withdrawApproval, { approval_id, version: 1 }).catch(() => {})
          } else {
            const how = decision === 'withdrawn' ? 'approved' : decision
            await decide(person, approval_id, how).catch(() => {})
          }
        }
        const rows = await office.store.transaction(transaction => transaction.select().from(approvals))
        for (const { decision, askedBy, decidedBy } of rows) {
          if (decision === 'approved' || decision === 'refused') assert.notEqual(decidedBy, askedBy)
          if (decision === 'withdrawn') assert.equal(decidedBy, askedBy)
        }
      }),
      { numRuns: 12 },
    )
    // As a program would that knows of no rule.
    function forged(approval_id: string, decision: string, id: string) {
      return office.store.transaction(transaction =>
        transaction.execute(sql`UPDATE approvals SET decision = ${decision}, decided_by = ${id}, decided_at = 1
          WHERE approval_id = ${approval_id}`),
      )
    }
  })

  test('the store itself refuses the same person, a second decision, and another content', async () => {
    const { office } = workplace()
    const { approval_id } = await ask('officer')
    const [own, other] = [idOf(workplace(), 'officer'), idOf(workplace(), 'otherOfficer')]
    const write = (statement: ReturnType<typeof sql>) =>
      office.store.transaction(transaction => transaction.execute(statement))
    const set = (sets: ReturnType<typeof sql>) =>
      write(sql`UPDATE approvals SET ${sets} WHERE approval_id = ${approval_id}`)
    const decided = (by: string) => sql`decision = 'approved', decided_by = ${by}, decided_at = 1`
    const because = (words: RegExp) => (error: Error) => words.test(String(error.cause))
    await assert.rejects(set(decided(own)), because(/four_eyes/))
    await assert.rejects(set(sql`${decided(own)}, asked_by = ${other}`), because(/what was asked stands/))
    await assert.rejects(set(sql`content_hash = 'x'`), because(/what was asked stands/))
    await assert.rejects(set(sql`case_id = NULL`), because(/what was asked stands/))
    await set(decided(other))
    await assert.rejects(set(sql`decision = 'refused'`), because(/a decision stands/))
    await assert.rejects(
      write(sql`INSERT INTO approvals (approval_id, kind, object_id, content_hash, why, asked_by, asked_at, decision,
        decided_by, decided_at) VALUES ('born', 'exit', 'o', 'h', 'w', ${own}, 1, 'approved', ${other}, 1)`),
      because(/asked for before it is decided/),
    )
  })
})
