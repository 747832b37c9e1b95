import assert from 'node:assert/strict'
import test from 'node:test'
import { plain } from '../terminal/style.ts'
import { widthOf } from '../terminal/width.ts'
import { sampleAlert, sampleVictim } from './alert.sample.ts'
import { queue } from './queue.ts'

const alerts = [sampleAlert, sampleVictim]

test('80 columns: the finding stands under the subject', () => {
  assert.equal(
    queue(alerts, { width: 80, paint: plain }).join('\n'),
    `#  Score     Subject and finding
─  ────────  ───────────────────────────────────────────────────
1  ████████  C-1042
   4.2 bans  suspected payer
             A-0123456789ab
             Live-distance abuse: the buyer
             14 payments, AUD 1,204.50, 3 Jan 2025 to 9 Mar 2025
             • 6 payees within 90 days
             • 14 payments within 30 days

2  ████      C-77
   2.1 bans  possible victim
             A-ba9876543210
             Sextortion of a young customer
             1 payment, AUD 90.00, on 9 Mar 2025
             • 3 new payees within 24 hours

A score of 3 bans: ordinary life alone would bring 1 in 1,000 customers this
far. Days are UTC.`,
  )
})

test('120 columns: reasons and payments have columns of their own', () => {
  assert.equal(
    queue(alerts.slice(0, 1), { width: 120, paint: plain }).slice(0, 6).join('\n'),
    `#  Subject and typology        Score     Strongest reasons             Payments
─  ──────────────────────────  ────────  ────────────────────────────  ─────────────
1  C-1042                      ████████  • 6 payees within 90 days     14 payments
   suspected payer             4.2 bans  • 14 payments within 30 days  AUD 1,204.50
   A-0123456789ab                                                      3 Jan 2025 to
   Live-distance abuse: the                                            9 Mar 2025`,
  )
})

test('200 columns: everything has a column', () => {
  assert.deepEqual(queue(alerts, { width: 200, paint: plain })[0]?.split(/ {2,}/), [
    '#',
    'Subject',
    'Typology',
    'Score',
    'Strongest reasons',
    'First payment',
    'Last payment',
    'Payments',
    'Amount',
  ])
})

test('no line is wider than the terminal, even where a subject has a long name', () => {
  const long = { ...sampleAlert, subject_id: '東京'.repeat(40) }
  for (const width of [40, 80, 108, 120, 160, 200]) {
    for (const line of queue([long, sampleVictim], { width, paint: plain })) {
      assert.ok(widthOf(line) <= width, `${width}: ${line}`)
    }
  }
})
