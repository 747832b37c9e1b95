import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { microsPerDay } from '../../../domain/time.ts'
import { decideApproval } from '../approvals/decide.ts'
import { openWorkplace, sampleCase, type Workplace } from '../duties.sample.ts'
import { listHolds, placeHold, releaseHold } from '../holds/holds.ts'
import {
  addKeepOpen,
  endKeepOpen,
  extendKeepOpen,
  listEndingKeepOpen,
  listKeepOpen,
} from '../keepOpen/requests.ts'
import { listExits, proposeExit } from './exit.ts'

let place: Workplace
before(async () => {
  place = await openWorkplace()
})
after(() => place.office.store.close())

const reporting = { purpose: 'reporting' } as const
const why = 'Repeated payments without an explanation.'
const contact = { police_contact: 'made', police_contact_note: 'Asked the joint unit.' } as const

function keepOpen(of: { case_id: string; customer_id: string }, days: number) {
  const now = place.office.clock()
  const from = { authority: 'Police', reference: 'K-1' }
  return place.desks.officer.perform(addKeepOpen, {
    ...of,
    ...from,
    begins_at: now,
    ends_at: now + days * microsPerDay,
  })
}

test('an exit is proposed with what was weighed and approved by another person', async () => {
  const of = await sampleCase(place.office)
  const exit = await place.desks.investigator.perform(proposeExit, { ...of, why, ...contact })
  assert.deepEqual([exit.kept_open, exit.decision, exit.police_contact], [false, null, 'made'])
  const { approval_id } = exit
  const decision = { approval_id, version: 1, decision: 'approved', reason: 'Weighed.' } as const
  await place.desks.officer.perform(decideApproval, decision)
  const { items } = await place.desks.investigator.perform(listExits, of, reporting)
  assert.deepEqual(
    items.map(({ exit_id, decision }) => [exit_id, decision]),
    [[exit.exit_id, 'approved']],
  )
})

test('while an authority asks that the customer stays no exit is approved, from whatever case', async () => {
  const [of, other] = [await sampleCase(place.office), await sampleCase(place.office)]
  const { keep_open_id, version } = await keepOpen(of, 90)
  const exit = await place.desks.investigator.perform(proposeExit, { ...of, why, ...contact })
  assert.equal(exit.kept_open, true)
  const decision = { approval_id: exit.approval_id, version: 1, reason: 'Weighed.' }
  const approve = () =>
    place.desks.officer.perform(decideApproval, { ...decision, decision: 'approved' as const })
  await assert.rejects(approve(), { code: 'keep-open-stands' })
  await keepOpen(other, 90)
  await place.desks.officer.perform(endKeepOpen, { ...of, keep_open_id, version })
  assert.equal((await approve()).decision, 'approved')
})

test('a possible victim is not sent away', async () => {
  const victim = { role: 'possible victim' }
  const cases = [
    await sampleCase(place.office, victim),
    await sampleCase(place.office, { path: 'protection' }),
  ]
  for (const of of cases) {
    await assert.rejects(place.desks.officer.perform(proposeExit, { ...of, why, ...contact }), {
      code: 'exit-of-possible-victim',
    })
  }
  const elsewhere = { ...(await sampleCase(place.office)), customer_id: 'SYNTHETIC-OTHER' }
  await assert.rejects(place.desks.officer.perform(proposeExit, { ...elsewhere, why, ...contact }), {
    code: 'not-in-case',
  })
})

test('a request warns before it ends, is extended, and ends by itself', async () => {
  const { office, desks } = place
  const of = await sampleCase(office)
  const begun = office.clock()
  const made = await keepOpen(of, 30)
  const ending = async () => {
    const { items } = await desks.officer.perform(listEndingKeepOpen, { limit: 500 })
    return items.find(each => each.keep_open_id === made.keep_open_id)?.urgency
  }
  assert.equal(await ending(), 'in_time')
  office.at(begun + 25 * microsPerDay)
  assert.equal(await ending(), 'soon')
  const longer = {
    ...of,
    keep_open_id: made.keep_open_id,
    ends_at: begun + 120 * microsPerDay,
    reference: 'K-2',
  }
  const extended = await desks.officer.perform(extendKeepOpen, { ...longer, version: 1 })
  assert.deepEqual([extended.reference, extended.version], ['K-2', 2])
  assert.equal(await ending(), 'in_time')
  await assert.rejects(desks.officer.perform(extendKeepOpen, { ...longer, version: 1 }), {
    code: 'changed-meanwhile',
  })
  office.at(begun + 120 * microsPerDay)
  assert.equal(await ending(), undefined)
  const { items } = await desks.officer.perform(listKeepOpen, of, reporting)
  assert.deepEqual([items[0]?.stands, items[0]?.urgency], [false, null])
  office.at(begun)
  await assert.rejects(keepOpen(of, 0), { code: 'period-empty' })
})

test('a hold is placed by who works the case and released by a reporting officer with a reason', async () => {
  const { desks, office } = place
  const of = await sampleCase(office)
  const { hold_id, version } = await desks.investigator.perform(placeHold, { ...of, why: 'A court asked.' })
  const release = { ...of, hold_id, version, reason: 'The court is done.' }
  await assert.rejects(desks.investigator.perform(releaseHold, release), { code: 'not-found' })
  await desks.officer.perform(releaseHold, release)
  await assert.rejects(desks.officer.perform(releaseHold, { ...release, version: 2 }), {
    code: 'released-already',
  })
  const { items } = await desks.officer.perform(listHolds, of, reporting)
  assert.deepEqual([items[0]?.release_reason, items.length], [release.reason, 1])
  const elsewhere = { ...(await sampleCase(office)), hold_id, version: 2, reason: 'Wrong case.' }
  await assert.rejects(desks.officer.perform(releaseHold, elsewhere), { code: 'not-found' })
})
