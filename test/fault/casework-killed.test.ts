import assert from 'node:assert/strict'
import test from 'node:test'
import { killUnderLoad } from '../../bench/casework/killing.ts'
import { benchOffices, seeded } from '../../bench/casework/office.ts'

const seed = Number(process.env.LAPWING_SEED ?? Date.now() % 100_000)
const size = { alerts: 3_000, cases: 100 }

test(`casework that is killed three times under load loses no acknowledged write, and starts again (seed ${seed})`, async () => {
  for await (const office of benchOffices(size, () => {}, { withBook: false, keep: false })) {
    const found = await killUnderLoad(office, { ...size, kills: 3, random: seeded(seed) })
    assert.ok(found.acknowledged > 0, office.kind)
    assert.deepEqual([found.lost, found.faults], [[], 0], office.kind)
  }
})
