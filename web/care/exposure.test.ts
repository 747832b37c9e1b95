import assert from 'node:assert/strict'
import test from 'node:test'
import { active, counted, nothingYet, opened, paused, reminderOf } from './exposure.ts'

const minute = 60_000
const start = new Date(2030, 2, 1, 9).getTime()
const settings = { pause_minutes: 50, opened_max: 2 }

test('what is opened again on the same day counts once, and each day begins anew', () => {
  let exposure = opened(nothingYet(start), 'case 1', start)
  exposure = opened(exposure, 'case 1', start + minute)
  exposure = opened(exposure, 'alert 1', start + 2 * minute)
  assert.deepEqual(counted(exposure, start + 3 * minute), { alerts: 1, cases: 1, minutes: 3 })
  assert.deepEqual(counted(exposure, start + 24 * 60 * minute), { alerts: 0, cases: 0, minutes: 0 })
})

test('a while of doing nothing was a pause; a while of doing something was none', () => {
  let exposure = opened(nothingYet(start), 'case 1', start)
  for (let at = 5; at <= 50; at += 5) exposure = active(exposure, start + at * minute)
  assert.equal(reminderOf(counted(exposure, start + 49 * minute), settings), undefined)
  assert.equal(reminderOf(counted(exposure, start + 50 * minute), settings), 'time')
  assert.equal(counted(exposure, start + 60 * minute).minutes, 0)
  assert.equal(counted(paused(exposure, start + 50 * minute), start + 51 * minute).minutes, 1)
})

test('nobody is reminded who opened nothing, or who does not want it', () => {
  assert.equal(reminderOf({ alerts: 0, cases: 0, minutes: 90 }, settings), undefined)
  assert.equal(reminderOf({ alerts: 2, cases: 1, minutes: 1 }, settings), 'opened')
  assert.equal(
    reminderOf({ alerts: 9, cases: 9, minutes: 90 }, { pause_minutes: 0, opened_max: 0 }),
    undefined,
  )
})
