import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { microsPerDay } from '../domain/time.ts'
import { bandOf, fillBands, frequencyNames, isBand, orMore } from './frequency.ts'

const days = fc.array(fc.integer({ min: 0, max: 1_200 }), { minLength: 1, maxLength: 60 })

describe('bands of frequency', () => {
  it('say at each payment in which octave its number within the year before lies', () => {
    fc.assert(
      fc.property(days, given => {
        const time = Float64Array.from(given, day => day * microsPerDay).sort()
        const rows = [...time.keys()]
        const codes = new Uint32Array(time.length)
        fillBands(rows, rows, time, codes)
        for (const row of rows) {
          const count = rows.filter(
            other => other <= row && time[other]! > time[row]! - 365 * microsPerDay,
          ).length
          const [low, high] = frequencyNames[codes[row]!]!.split(' to ').map(Number)
          assert.ok(count >= low! && count <= (high ?? low!), `${count} in ${frequencyNames[codes[row]!]}`)
        }
      }),
    )
  })

  it('leave the rows of others as they are', () => {
    const codes = new Uint32Array([9, 9, 9])
    fillBands([1], [1], new Float64Array([0, 1, 2]), codes)
    assert.deepEqual([...codes], [9, 1, 9])
  })

  it('count what came before the rows that are weighed, as measures do', () => {
    const codes = new Uint32Array(5)
    fillBands(
      [3, 4],
      [0, 1, 2, 3, 4],
      Float64Array.from([0, 1, 2, 3, 400], day => day * microsPerDay),
      codes,
    )
    assert.deepEqual(
      [...codes].map(code => frequencyNames[code]),
      ['', '', '', '4 to 7', '1'],
    )
  })

  it('have a name each, and another for everybody from there on', () => {
    assert.equal(new Set(frequencyNames).size, frequencyNames.length)
    assert.equal(frequencyNames[bandOf(1)], '1')
    assert.equal(frequencyNames[bandOf(6)], '4 to 7')
    assert.equal(frequencyNames[orMore(bandOf(6))], '4 or more')
    assert.ok(isBand(bandOf(1e9)))
    assert.ok(!isBand(orMore(1)))
    assert.ok(!isBand(0))
  })
})
