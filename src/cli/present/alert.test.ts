import assert from 'node:assert/strict'
import test from 'node:test'
import { plain } from '../terminal/style.ts'
import { widthOf } from '../terminal/width.ts'
import { sampleAlert, samplePayment, sampleVictim } from './alert.sample.ts'
import { wholeAlert } from './alert.ts'

const citation = 'Some Unit, A guide (2022), https://unit.example/guide'

test('an alert whole, at 100 columns', () => {
  assert.equal(
    wholeAlert(sampleAlert, [samplePayment], [citation], { width: 100, paint: plain }).join('\n'),
    `Customer C-1042 shows a pattern as in "Live-distance abuse: the buyer": 14 payments, AUD 1,204.50 in
all, 3 Jan 2025 to 9 Mar 2025.
Indicators consistent with "Live-distance abuse: the buyer"; not proof, and not a finding about the
person. Lawful reasons can look the same.

Alert      A-0123456789ab
Role       suspected payer
Typology   Live-distance abuse: the buyer (card live-distance-payer, pack reference 0.1.0)
Score      4.20 bans: ordinary life alone would bring about 1 in 16,000 customers this far; the cut
           is 1.91
Evidence   4.74 bans in all, less what speaks against
Raised     2025-02-03T14:03:11Z by payment P-1
Strongest  2025-03-09T10:00:00Z at payment P-2
Clock      suspicion: days to form one and report it

Evidence by family
fan-out                 +2.92 bans  ████████████████████████
tempo                   +2.62 bans  █████████████████████▌
declared ties, against  -0.80 bans  ██████▋

Indicators
What was seen                     Value  How rare, and among whom                           Evidence
──────────────────────────  ───────────  ────────────────────────────────────────────────  ─────────
6 payees within 90 days        6 payees  1 in 420 of 839 customers who send to             2.92 bans
fan-out                                  Philippines

14 payments within 30 days  14 payments  1 in 420 of 839 customers who send to             2.62 bans
tempo                                    Philippines

What speaks against
What was seen                               Value  Takes away
──────────────────────────────────────────  ─────  ──────────
the customer declared ties to this country   71 %   0.80 bans

Not evaluated
Indicator  Why
─────────  ────────────────────────────────────
wording    the overlay has no term list "cover"

Payments
Booked (UTC)      Local time             Amount  Counterparty     How              Reference
────────────────  ───────────────  ────────────  ───────────────  ───────────────  ─────────
2025-02-03 14:03  00:03 UTC+10:00  PHP 2,000.00  Synthetic Reyes  out, remittance  family
raised                              = AUD 52.10  Philippines

Published sources
• Some Unit, A guide (2022), https://unit.example/guide`,
  )
})

test('a possible victim is someone to protect', () => {
  const text = wholeAlert(sampleVictim, [], [], { width: 100, paint: plain }).join('\n')
  assert.match(
    text,
    /^Customer C-77 may need protection, as in "[^"]+": 1 payment, AUD 90\.00 in\s+all, on 9 Mar 2025/,
  )
  assert.match(text, /someone to protect, not to blame/)
  assert.match(text, /Clock {6}protection: minutes count/)
  assert.doesNotMatch(text, /suspicion/)
})

test('no line is wider than the terminal', () => {
  const odd = { ...samplePayment, counterparty: '東京'.repeat(30), reference_text: 'x'.repeat(300) }
  for (const width of [60, 80, 96, 120, 200]) {
    for (const line of wholeAlert(sampleAlert, [odd], [citation], { width, paint: plain })) {
      assert.ok(widthOf(line) <= width, `${width}: ${line}`)
    }
  }
})
