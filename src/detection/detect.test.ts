import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { LapwingError } from '../domain/errors.ts'
import { microsPerDay, parseInstant } from '../domain/time.ts'
import type { Plan } from '../typology/plan.ts'
import { crowd, dayAt, look, ofPayment, ordinaryDeed, planOf, rowsOf, unusualDeed } from './crowd.sample.ts'

const first = (alerts: readonly { payment_id: string; raised_at: string }[]) =>
  alerts.map(({ raised_at }) => raised_at).sort()

describe('an episode', () => {
  const days = fc.uniqueArray(fc.integer({ min: 2, max: 70 }), { maxLength: 8 })

  it('is one alert, raised at the first payment that reached the cut, until a quiet period ends it', async () => {
    await fc.assert(
      fc.asyncProperty(days, days, async (unusual, ordinary) => {
        const own = [
          ...unusual.map(day => unusualDeed('x', day)),
          // Such payments in between neither begin an episode nor keep one going.
          ...ordinary.map(day => ordinaryDeed('x', day)),
        ]
        const { alerts } = await look(rowsOf([...crowd(), ...own]), [planOf()])
        const begins = unusual
          .toSorted((a, b) => a - b)
          .filter((day, i, sorted) => i === 0 || day - sorted[i - 1]! > planOf().quietDays)
        assert.deepEqual(
          first(alerts),
          begins.map(day => dayAt(day + 23 / 24)),
        )
        assert.ok(alerts.every(alert => alert.subject_id === 'x' && alert.subject_kind === 'customer'))
        assert.equal(new Set(alerts.map(alert => alert.alert_id)).size, alerts.length)
      }),
      { numRuns: 40 },
    )
  })

  it('goes on where the next payment comes just as the quiet period ends, and not a moment later', async () => {
    const at = (gap: number) =>
      look(rowsOf([...crowd(), unusualDeed('x', 5), unusualDeed('x', 5 + gap)]), [planOf()])
    assert.equal((await at(10)).alerts.length, 1)
    assert.equal((await at(10 + 1 / 48)).alerts.length, 2)
  })

  it('is made stronger by later payments, and not multiplied', async () => {
    const plan = planOf({
      measures: [
        { ...ofPayment('amount', 'amount_home', 'AUD'), operation: 'sum', windowMicros: 30 * microsPerDay },
        ofPayment('hour', 'local_hour', 'hours'),
      ],
    })
    // The second payment alone is ordinary in amount; with the first it is beyond all.
    const own = [{ ...unusualDeed('x', 5), amount: '258.50' }, unusualDeed('x', 8), unusualDeed('x', 9)]
    const { alerts } = await look(rowsOf([...crowd(), ...own]), [plan])
    const [alert] = alerts
    assert.equal(alerts.length, 1)
    assert.equal(alert!.raised_at, dayAt(5 + 23 / 24))
    assert.equal(alert!.strongest_at, dayAt(8 + 23 / 24))
    assert.equal(alert!.last_payment_at, dayAt(9 + 23 / 24))
    assert.equal(alert!.payment_count, 3)
    assert.equal(alert!.amount_home, '2258.50')
  })

  it('that began before the period in which alerts are asked for is not raised again', async () => {
    const rows = rowsOf([...crowd(), unusualDeed('x', 5), unusualDeed('x', 9), unusualDeed('x', 40)])
    const { alerts, calibration } = await look(rows, [planOf()])
    const raisedIn = { from: parseInstant(dayAt(8))!, until: Number.POSITIVE_INFINITY }
    const later = await look(rows, [planOf()], { calibration, raisedIn })
    assert.deepEqual(
      later.alerts.map(alert => alert.alert_id),
      alerts.filter(alert => alert.raised_at >= dayAt(8)).map(alert => alert.alert_id),
    )
  })

  it('of one card is apart from that of another', async () => {
    const rows = rowsOf([...crowd(), unusualDeed('x', 5)])
    const { alerts } = await look(rows, [planOf(), planOf({ card: 'another' })])
    assert.deepEqual(alerts.map(alert => alert.card).sort(), ['another', 'large-and-late'])
    assert.notEqual(alerts[0]!.alert_id, alerts[1]!.alert_id)
  })
})

describe('alerts', () => {
  const rows = rowsOf([...crowd(), unusualDeed('x', 5), unusualDeed('y', 6)])

  it('come best first, and none below the cut', async () => {
    const { alerts, calibration } = await look(
      rowsOf([...crowd(), unusualDeed('x', 5), { ...unusualDeed('y', 6), amount: '258.50' }]),
      [planOf()],
    )
    assert.deepEqual(
      alerts.map(alert => alert.subject_id),
      ['x', 'y'],
    )
    assert.ok(alerts[0]!.score_bans > alerts[1]!.score_bans)
    assert.ok(alerts.every(alert => alert.score_bans >= calibration.cut_bans! - 1e-5))
  })

  it('keep to the budget: a lower one gets the best of them, and none gets none', async () => {
    const ranked = rowsOf([...crowd(), unusualDeed('x', 5), { ...unusualDeed('y', 20), amount: '258.50' }])
    const inAMonth = async (budget: number) => {
      const { alerts, calibration } = await look(ranked, [planOf()], { calibrate: { budget } })
      return [calibration.cut_bans === null, ...alerts.map(alert => alert.subject_id)]
    }
    // The book covers 21 days, two thirds of a month.
    assert.deepEqual(await inAMonth(0), [true])
    assert.deepEqual(await inAMonth(2), [false, 'x'])
    assert.deepEqual(await inAMonth(3), [false, 'x', 'y'])
  })

  it('are the same with a calibration that was written as JSON and read back', async () => {
    const { alerts, calibration } = await look(rows, [planOf()])
    assert.equal(alerts.length, 2)
    const again = await look(rows, [planOf()], { calibration: JSON.parse(JSON.stringify(calibration)) })
    assert.deepEqual(again.alerts, alerts)
  })

  it('are raised within the asked period only, from its beginning up to but without its end', async () => {
    const { calibration } = await look(rows, [planOf()])
    const x = parseInstant(dayAt(5 + 23 / 24))!
    const y = parseInstant(dayAt(6 + 23 / 24))!
    const raised = async (from: number, until: number) =>
      (await look(rows, [planOf()], { calibration, raisedIn: { from, until } })).alerts.map(
        alert => alert.subject_id,
      )
    assert.deepEqual(await raised(x, y), ['x'])
    assert.deepEqual(await raised(x + 1, y + 1), ['y'])
    assert.deepEqual(await raised(x + 1, y), [])
  })

  it('are found in payments that came after those the calibration learnt from', async () => {
    const early = { customer_id: 'early', at: 1 + 22 / 24, amount: '900.00' }
    const { calibration } = await look(rowsOf([...crowd(), early]), [planOf()])
    const { alerts } = await look(rows, [planOf()], { calibration })
    assert.deepEqual(alerts.map(alert => alert.subject_id).sort(), ['x', 'y'])
    // One more peer than the crowd: the customer whom the calibration saw.
    assert.ok(alerts.every(alert => alert.reasons.every(reason => reason.peers === 251)))
  })

  it('are not raised by what one family of indicators says, however much of it there is', async () => {
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true })
    await fc.assert(
      fc.asyncProperty(fc.array(weight, { minLength: 1, maxLength: 4 }), weight, async (weights, other) => {
        const [large, late] = planOf().indicators
        const plan = planOf({
          indicators: [
            ...weights.map((weight, i) => ({ ...large!, id: `large-${i}`, weight })),
            { ...late!, weight: other },
          ],
        })
        // As large as none of the crowd, at the most usual of all hours.
        const own = [1, 2, 3].map(n => ({ ...unusualDeed('x', 5), at: 5 + 8 / 24, amount: `${n}000.00` }))
        const { alerts } = await look(rowsOf([...crowd(1_500), ...own]), [plan])
        assert.deepEqual(alerts, [])
      }),
      { numRuns: 15 },
    )
  })

  it('are not raised on a subject that no one else is like: it has no peers', async () => {
    const { alerts } = await look(rowsOf([unusualDeed('x', 5)]), [planOf()])
    assert.deepEqual(alerts, [])
  })

  it('weigh a subject with very many payments like any other', async () => {
    const many = Array.from({ length: 130_000 }, (_, i) => ordinaryDeed('busy', 2 + i / 10_000))
    const { alerts } = await look(rowsOf([...crowd(), ...many, unusualDeed('busy', 20)]), [planOf()])
    assert.deepEqual(
      alerts.map(alert => alert.raised_at),
      [dayAt(20 + 23 / 24)],
    )
  })
})

describe('a child', () => {
  const child = { x: { birth_date: '2009-06-01' } }
  const rows = rowsOf([...crowd(), unusualDeed('x', 5)], child)

  it('is never a suspect, whatever the gate of a card lets through', async () => {
    const { alerts } = await look(rows, [planOf()])
    assert.deepEqual(alerts, [])
  })

  it('is found for protection', async () => {
    const { alerts } = await look(rows, [planOf({ clock: 'protection', role: 'possible victim' })])
    assert.deepEqual(
      alerts.map(alert => [alert.subject_id, alert.clock, alert.role]),
      [['x', 'protection', 'possible victim']],
    )
  })
})

describe('a calibration that does not fit', () => {
  const rows = rowsOf([...crowd(), unusualDeed('x', 5)])

  async function refusal(calibrated: readonly Plan[], asked: readonly Plan[], homeCurrency?: string) {
    const { calibration } = await look(rows, calibrated)
    const changed = homeCurrency === undefined ? calibration : { ...calibration, home_currency: homeCurrency }
    try {
      await look(rows, asked, { calibration: changed })
    } catch (error) {
      assert.ok(error instanceof LapwingError)
      assert.match(error.remedy ?? '', /lapwing calibrate/)
      return `${error.code}: ${error.message}`
    }
    return 'not refused'
  }

  it('is refused where a card is not in it', async () => {
    assert.equal(
      await refusal([planOf()], [planOf(), planOf({ card: 'new-card' })]),
      'card-not-calibrated: card test/new-card was not calibrated',
    )
    assert.equal(
      await refusal([planOf()], [planOf({ pack: 'other' })]),
      'card-not-calibrated: card other/large-and-late was not calibrated',
    )
  })

  it('is refused where anything that decides values has changed since', async () => {
    const [large, late] = planOf().indicators
    const [amount, hour] = planOf().measures
    const changes: Partial<Plan>[] = [
      { indicators: [{ ...large!, weight: 2 }, late!] },
      { indicators: [{ ...large!, unusual: 'low' }, late!] },
      { indicators: [{ ...large!, family: 'tempo' }, late!] },
      { indicators: [large!] },
      { measures: [{ ...amount!, windowMicros: 2 }, hour!] },
      { measures: [{ ...amount!, windowMicros: Number.POSITIVE_INFINITY }, hour!] },
      { gate: { kind: 'flag', field: 'cross_border', holds: true } },
      { peers: ['rail'] },
      { essential: ['amount'] },
      { quietDays: 11 },
    ]
    for (const change of changes) {
      assert.equal(
        await refusal([planOf()], [planOf(change)]),
        'card-not-calibrated: card test/large-and-late has changed since it was calibrated',
        JSON.stringify(change),
      )
    }
  })

  it('is refused where it was learnt in another currency', async () => {
    assert.match(await refusal([planOf()], [planOf()], 'NZD'), /^calibration-other-currency: /)
  })

  it('is not refused for cards that are no longer asked for', async () => {
    assert.equal(await refusal([planOf(), planOf({ card: 'old' })], [planOf()]), 'not refused')
  })
})

describe('what an alert says', () => {
  const rows = rowsOf([...crowd(), unusualDeed('x', 5)])

  it('lists indicators that were not bound, and those without a value at the payment, each with why', async () => {
    const [large, late] = planOf().indicators
    const plan = planOf({
      measures: [...planOf().measures, ofPayment('age', 'payee_known_days', 'days')],
      indicators: [large!, late!, { ...late!, id: 'new-payee', family: 'new relations', measure: 2 }],
      unbound: [{ indicator: 'worded', reason: 'the term list "words" is not supplied' }],
    })
    const { alerts } = await look(rows, [plan])
    assert.deepEqual(alerts[0]!.not_evaluated, [
      { indicator: 'new-payee', reason: 'no value at this payment' },
      { indicator: 'worded', reason: 'the term list "words" is not supplied' },
    ])
    assert.deepEqual(
      alerts[0]!.reasons.map(reason => reason.indicator),
      ['large', 'late'],
    )
  })

  it('shows protective indicators that took something away, and what they took', async () => {
    const plan = planOf({
      measures: [...planOf().measures, ofPayment('tenure', 'tenure_days', 'days')],
      protective: [
        { id: 'steady', says: '{value} {unit} a customer', family: 'history', measure: 2, unit: 'days', fullAt: 4_000, takes: 1, sources: ['source'] },
        { id: 'steadier', says: '{value}', family: 'history', measure: 2, unit: 'days', fullAt: 8_000, takes: 1, sources: [] },
      ],
    }) // biome-ignore format: a table
    const without = (await look(rows, [planOf()])).alerts[0]!
    const { alerts } = await look(rows, [plan])
    const days = (parseInstant(dayAt(5 + 23 / 24))! - parseInstant('2020-01-01T00:00:00Z')!) / microsPerDay
    assert.deepEqual(
      alerts[0]!.speaks_against.map(({ indicator, bans }) => [indicator, bans]),
      [
        ['steady', Number((days / 4_000).toPrecision(6))],
        ['steadier', Number((days / 8_000).toPrecision(6))],
      ],
    )
    // Of one family the strongest takes away, not the sum.
    const taken = without.evidence_bans - alerts[0]!.evidence_bans
    assert.ok(Math.abs(taken - days / 4_000) < 1e-4, String(taken))
  })

  it('fills every placeholder that a card may use', async () => {
    const [large, late] = planOf().indicators
    const says = 'value {value}, unit {unit}, group {group}, window {window}'
    const { alerts } = await look(rows, [planOf({ indicators: [{ ...large!, says }, late!] })])
    assert.doesNotMatch(alerts[0]!.reasons.map(reason => reason.says).join(' '), /[{}]/)
  })

  it('has no reason that counts for nothing, and none but the strongest of a family that counts', async () => {
    const [large, late] = planOf().indicators
    const plan = planOf({ indicators: [large!, { ...large!, id: 'weaker', weight: 0.5 }, late!] })
    const { alerts } = await look(rows, [plan])
    assert.deepEqual(
      alerts[0]!.reasons.map(({ indicator, counted }) => [indicator, counted]),
      [
        ['large', true],
        ['late', true],
        ['weaker', false],
      ],
    )
    assert.equal(
      alerts[0]!.evidence_bans,
      Number(
        alerts[0]!.reasons
          .filter(reason => reason.counted)
          .reduce((sum, { family_share, rarity }) => sum - family_share! * Math.log10(rarity), 0)
          .toPrecision(6),
      ),
    )
  })
})
