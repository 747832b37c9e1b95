import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { historyOf } from '../book/memory.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import { crowd, type Deed, dayAt, look, planOf, rowsOf, unusualDeed } from './crowd.sample.ts'
import { notSettled, settledFrom, settlingDays } from './settling.ts'

/** One who stands out in the first weeks of the book, and one who does later; the crowd comes after the first weeks. */
const later = crowd().map((deed): Deed => ({ ...deed, at: deed.at + settlingDays + 10 }))
const given: Deed[] = [
  { customer_id: 'opening', at: 0 },
  unusualDeed('early', 3),
  ...later,
  unusualDeed('late', settlingDays + 20),
  { customer_id: 'closing', at: 300 },
]

describe('the first weeks of a book', () => {
  it('raise nothing and teach nothing, where the book goes on long enough', async () => {
    const { alerts, calibration } = await look(rowsOf(given), [planOf()], { calibrate: { budget: 3 } })
    assert.deepEqual([...new Set(alerts.map(({ subject_id }) => subject_id))], ['late'])
    assert.equal(calibration.from, dayAt(settlingDays))
  })

  it('count from the first payment where the book is short', () => {
    const short = historyOf(
      rowsOf([
        { customer_id: 'c', at: 1 },
        { customer_id: 'c', at: 30 },
      ]),
      'AUD',
    )
    assert.equal(settledFrom(short), parseInstant(dayAt(1)))
    assert.deepEqual(notSettled(short), [])
  })

  it('are listed as not evaluated', () => {
    const history = historyOf(rowsOf(given), 'AUD')
    assert.equal(settledFrom(history), parseInstant(dayAt(0))! + settlingDays * microsPerDay)
    assert.equal(notSettled(history)[0]!.count, 2)
  })
})
