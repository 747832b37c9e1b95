import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LapwingError } from '../domain/errors.ts'
import { compileCard } from './compile.ts'
import { parseOverlay } from './overlay.ts'
import { readOverlay } from './overlay-read.ts'
import { checkPack, readPack } from './pack.ts'
import type { Problem } from './problem.ts'

const packText = `pack: sample
version: 0.1.0
title: Sample
families: [fan-out, tempo, time of day, ties]
`
const sourcesText = `office-2024: {publisher: Office, title: Report, date: 2024, link: "https://example.org/report"}
unit-2025:
  publisher: Unit
  title: Guide
  date: 2025-11
  link: https://example.org/guide
`
const cardText = `card: garden-club
version: 1
title: Pays many garden clubs
typology: garden-club
subject: customer
role: suspected payer
clock: suspicion
summary: >
  An invented pattern
  for tests.
sources: [office-2024]
gate: >
  direction == "out" &&
    cross_border
peers: [counterparty_country, tenure_band]
quiet_days: 90
limits:
  small_amount: {unit: home currency, meaning: an amount that few look at}
terms:
  seed_words: {meaning: words about seeds}
measures:
  sent_30d: {count: true, where: 'direction == "out"', key: customer, window: 30d}
  payees_90d:
    distinct: counterparty
    where: "cross_border && rail == \\"transfer\\""
    key: [customer, product]
    window: 90d
  small_ever: {sum: amount_home, where: amount_home <= limit("small_amount"), key: customer, window: ever}
  seeds: {share: 'terms(reference_text, "seed_words")', key: [customer, counterparty], window: 24h}
  payers: {distinct: customer, key: counterparty, window: 365d}
indicators:
  - id: many-clubs
    says: Paid {value} clubs in {window}
    measure: payees_90d
    per: sent_30d
    unusual: high
    family: fan-out
    weight: 0.5
    sources: [office-2024, unit-2025]
  - id: small-sums
    says: Paid {value} {unit}, more than {group}
    measure: small_ever
    unusual: high
    family: tempo
    sources: [unit-2025]
  - {id: shared-club, says: '{value} {unit}', measure: payers, unusual: low, family: ties, sources: [unit-2025]}
protective:
  - id: seed-buyer
    says: Wrote of seeds
    measure: seeds
    full_at: 1
    takes: 0.5
    family: ties
    sources: [unit-2025]
`
const overlayText = `limits: {small_amount: 12}
terms:
  seed_words: [poppy, red clover]
weights: {garden-club.many-clubs: 2}
`

async function packOf(context: TestContext, files: Readonly<Record<string, string>> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'lapwing-pack-'))
  context.after(() => rm(directory, { recursive: true }))
  const all = {
    'pack.yaml': packText,
    'sources.yaml': sourcesText,
    'cards/garden-club.yaml': cardText,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), text)
  }
  return directory
}

test('a pack says which families count in part', async context => {
  const counts = `${packText}counts: {half: [fan-out], quarter: [tempo]}\n`
  const { plans, problems } = await readPack(
    await packOf(context, { 'pack.yaml': counts }),
    parseOverlay('overlay.yaml', overlayText),
  )
  assert.deepEqual(problems, [])
  assert.deepEqual(
    plans[0]!.indicators.map(({ family, share }) => [family, share]),
    [
      ['fan-out', 0.5],
      ['tempo', 0.25],
      ['ties', undefined],
    ],
  )
})

test('a family that counts in part is one of the pack, and named once', async context => {
  const counts = `${packText}counts: {half: [fan-oot, tempo], quarter: [tempo]}\n`
  const problems = await checkPack(await packOf(context, { 'pack.yaml': counts }))
  const messages = problems
    .filter(({ file }) => file.endsWith('pack.yaml'))
    .map(({ line, message }) => [line, message])
  assert.deepEqual(messages, [
    [5, 'item 1 should be one of the families above, not "fan-oot"'],
    [5, 'item 1 should be named once, not "tempo" again'],
  ])
})

test('a card compiles to a plan that is frozen plain data', async context => {
  const directory = await packOf(context)
  const { pack, plans, problems } = await readPack(directory, parseOverlay('overlay.yaml', overlayText))
  assert.deepEqual(problems, [])
  assert.equal(pack.sources['office-2024']?.date, '2024')
  const plan = plans[0]!
  assert.deepEqual(structuredClone(plan), plan)
  assert.ok(Object.isFrozen(plan) && Object.isFrozen(plan.measures[0]?.key) && Object.isFrozen(plan.gate))
  assert.equal(plan.pack, 'sample')
  assert.deepEqual(
    plan.measures.map(({ id, operation, key, of, windowMicros, unit }) => [
      id,
      operation,
      key,
      of,
      windowMicros,
      unit,
    ]),
    [
      ['payees_90d', 'distinct', ['customer', 'product'], 'counterparty', 90 * 86_400e6, 'counterparties'],
      ['sent_30d', 'count', ['customer'], undefined, 30 * 86_400e6, 'payments'],
      ['small_ever', 'sum', ['customer'], 'amount_home', Number.POSITIVE_INFINITY, 'home currency'],
      ['payers', 'distinct', ['counterparty'], 'customer', 365 * 86_400e6, 'customers'],
      ['seeds', 'share', ['customer', 'counterparty'], undefined, 86_400e6, 'share'],
    ],
  )
  assert.deepEqual(
    plan.indicators.map(({ id, measure, per, unit, weight }) => [id, measure, per, unit, weight]),
    [
      ['many-clubs', 0, 1, 'counterparties per payment', 2],
      ['small-sums', 2, undefined, 'home currency', 1],
      ['shared-club', 3, undefined, 'customers', 1],
    ],
  )
  assert.deepEqual(
    plan.protective.map(({ id, measure, fullAt, takes }) => [id, measure, fullAt, takes]),
    [['seed-buyer', 4, 1, 0.5]],
  )
  assert.deepEqual(plan.unbound, [])
})

test('without the overlay, what needs it is unbound, and its measures are left out', async context => {
  const { plans, problems } = await readPack(await packOf(context))
  assert.deepEqual(problems, [])
  assert.deepEqual(plans[0]?.unbound, [
    {
      indicator: 'small-sums',
      reason: 'the limit "small_amount" is not supplied: add it to limits in the overlay',
    },
    {
      indicator: 'seed-buyer',
      reason: 'the term list "seed_words" is not supplied: add it to terms in the overlay',
    },
  ])
  assert.deepEqual(
    plans[0]?.measures.map(({ id }) => id),
    ['payees_90d', 'sent_30d', 'payers'],
  )
  assert.deepEqual(plans[0]?.protective, [])
})

test('a gate whose limit nobody supplied is an error of the card, but not of the published pack', async context => {
  const text = cardText.replace('    cross_border\n', '    amount_home < limit("small_amount")\n')
  const directory = await packOf(context, { 'cards/garden-club.yaml': text })
  const { pack, plans, problems } = await readPack(directory)
  assert.deepEqual(plans, [])
  assert.match(problems[0]!.message, /the gate cannot be evaluated: the limit "small_amount" is not supplied/)
  assert.deepEqual(await checkPack(directory), [])
  const supplied = await readPack(directory, parseOverlay('overlay.yaml', overlayText))
  assert.equal(supplied.plans.length, 1)
  assert.throws(() => compileCard(supplied.pack.cards[0]!, pack), { code: 'card-invalid' })
})

/** Text of the sample card, what replaces it, and the problem that this makes: its line, column, message, nearest word. */
const mistakes: readonly [string, string, [number, number, RegExp, string?][]][] = [
  ['clock: suspicion', 'clok: suspicion', [[1, 1, /"clock" is missing/], [7, 1, /unknown key "clok"/, 'clock']]],
  ['clock: suspicion', 'clock: suspicoin', [[7, 8, /should be suspicion or protection/, 'suspicion']]],
  ['role: suspected payer', 'role: suspect payer', [[6, 7, /"role" should be/, 'suspected payer']]],
  ['subject: customer', 'subject: costumer', [[5, 10, /customer or counterparty/, 'customer']]],
  ['version: 1', 'version: one', [[2, 10, /should be a number/]]],
  ['card: garden-club', 'card: Garden Club', [[1, 7, /lower-case words joined by hyphens/]]],
  ['quiet_days: 90', 'quiet_days: 0', [[16, 13, /at least|more than/]]],
  ['sources: [office-2024]', 'sources: [ofice-2024]', [[11, 11, /unknown source "ofice-2024"/, 'office-2024']]],
  ['sources: [office-2024]', 'sources: []', [[11, 10, /list of at least 1/]]],
  ['    cross_border\n', '    cross_boarder\n', [[14, 5, /unknown field "cross_boarder"/, 'cross_border']]],
  ['rail == \\"transfer', 'rial == \\"transfer', [[25, 29, /unknown field "rial"/, 'rail']]],
  [`'direction == "out"', key: customer`, `'direction = "out"', key: customer`, [[22, 45, /not CEL/]]],
  ['tenure_band]', 'tenure_bnd]', [[15, 31, /unknown text field "tenure_bnd"/, 'tenure_band']]],
  ['tenure_band]', 'counterparty_country]', [[15, 31, /divides the peers twice/]]],
  ['tenure_band]', 'amount_home]', [[15, 31, /unknown text field "amount_home"/]]],
  ['sum: amount_home', 'sum: rail', [[28, 21, /unknown number field "rail"/]]],
  ['distinct: counterparty', 'distinct: local_hour', [[24, 15, /unknown text field/]]],
  ['{count: true,', '{cuont: true,', [[22, 14, /unknown key "cuont"/, 'count']]],
  ['{count: true, ', '{', [[22, 3, /exactly one operation, and has none/]]],
  ['{count: true,', '{count: true, gap: true,', [[22, 3, /exactly one operation, and has count and gap/]]],
  ['window: 30d', 'window: 30w', [[22, 79, /number of hours or days/]]],
  ['key: customer, window: 30d', 'key: custmer, window: 30d', [[22, 61, /begin a key/, 'customer']]],
  ['[customer, product]', '[customer, prodct]', [[26, 21, /text field "prodct"/, 'product']]],
  ['[customer, product]', '[counterparty, customer]', [[26, 25, /can only begin a key/]]],
  ['limit("small_amount")', 'limit("smal_amount")', [[28, 62, /no limit "smal_amount"/, 'small_amount']]],
  ['measure: payees_90d', 'measure: payee_90d', [
    [23, 3, /no indicator uses the measure "payees_90d"/],
    [34, 14, /unknown measure "payee_90d"/, 'payees_90d'],
  ]],
  ['unusual: high\n    family: fan-out', 'unusual: hihg\n    family: fan-out', [[36, 14, /high or low/, 'high']]],
  ['family: fan-out', 'family: fan-uot', [[37, 13, /unknown family "fan-uot"/, 'fan-out']]],
  ['Paid {value} clubs', 'Paid {valeu} clubs', [[33, 16, /unknown placeholder "\{valeu\}"/, 'value']]],
  ['Paid {value} clubs', 'Paid {value clubs', [[33, 16, /no partner/]]],
  ['Wrote of seeds', 'Wrote of seeds, unlike {group}', [[49, 34, /unknown placeholder "\{group\}"/]]],
  ['id: small-sums', 'id: many-clubs', [[40, 9, /another indicator "many-clubs"/]]],
  ['full_at: 1', 'full_at: none', [[51, 14, /should be a number/]]],
  ['protective:', 'quiet_days: 3\nprotective:', [[47, 1, /stands twice/]]],
  ['title: Pays', 'title: [Pays', [[4, 1, /not valid YAML/]]],
  ['small_amount: {unit: home currency', 'small_amount: {unit: days', [[28, 41, /in days, but "amount_home" is in home currency/]]],
] // biome-ignore format: a table

function seen({ line, column, message, nearest }: Problem) {
  return { line, column, message, nearest }
}

test('every kind of mistake in a card is found at its place, with the word that was meant', async context => {
  for (const [from, to, expected] of mistakes) {
    assert.ok(cardText.includes(from), from)
    const directory = await packOf(context, { 'cards/garden-club.yaml': cardText.replace(from, () => to) })
    const problems = await checkPack(directory)
    const what = `${to}: ${JSON.stringify(problems.map(seen), undefined, 1)}`
    for (const [line, column, message, nearest] of expected) {
      const found = problems.find(problem => message.test(problem.message))
      assert.ok(found, what)
      assert.deepEqual([found.line, found.column, found.nearest], [line, column, nearest], what)
      assert.equal(found.file, join(directory, 'cards/garden-club.yaml'))
    }
    assert.equal(problems.length, expected.length, what)
  }
})

test('all problems of all files are found at once', async context => {
  const directory = await packOf(context, {
    'pack.yaml': packText.replace('0.1.0', 'new').replace('title', 'titel'),
    'sources.yaml': sourcesText.replace('https://example.org/guide', 'http://example.org/guide'),
    'cards/garden-club.yaml': cardText
      .replace('clock: suspicion', 'clock: x')
      .replace('window: 90d', 'window: x'),
    'cards/second.yaml': cardText.replace('cross_border\n', 'cross\n'),
    'examples/garden-clubs/one.yaml': 'example: one\n',
  })
  const lines = (await checkPack(directory)).map(problem => {
    return `${problem.file.slice(directory.length + 1)}:${problem.line} ${problem.message}`
  })
  assert.deepEqual(lines, [
    'cards/garden-club.yaml:7 "clock" should be suspicion or protection',
    'cards/garden-club.yaml:27 "window" should be a number of hours or days such as 24h or 90d, or ever',
    'cards/second.yaml:1 there is another card "garden-club" in this pack',
    'cards/second.yaml:14 unknown field "cross"',
    'examples/garden-clubs:1 there is no card "garden-clubs" for these examples',
    'examples/garden-clubs/one.yaml:1 "expect" is missing',
    'examples/garden-clubs/one.yaml:1 "why" is missing',
    'examples/garden-clubs/one.yaml:1 "customers" is missing',
    'examples/garden-clubs/one.yaml:1 "accounts" is missing',
    'examples/garden-clubs/one.yaml:1 "payments" is missing',
    'pack.yaml:1 "title" is missing',
    'pack.yaml:2 "version" should be a version such as 0.1.0',
    'pack.yaml:3 unknown key "titel"',
    'sources.yaml:6 "link" should be a link that begins with https://',
  ])
})

test('a mistake in an anchored filter is reported once, where the filter is written', async context => {
  const text = cardText
    .replace(`where: 'direction == "out"'`, `where: &sent 'rial == "out"'`)
    .replace('where: amount_home <= limit("small_amount")', 'where: *sent')
  const problems = await checkPack(await packOf(context, { 'cards/garden-club.yaml': text }))
  assert.deepEqual(problems.map(seen), [
    { line: 22, column: 41, message: 'unknown field "rial"', nearest: 'rail' },
  ])
})

test('a broken card does not keep the others from being used', async context => {
  const other = cardText.replace('card: garden-club', 'card: second').replace('clock: suspicion', 'clock: x')
  const { plans, problems } = await readPack(await packOf(context, { 'cards/second.yaml': other }))
  assert.deepEqual(
    plans.map(({ card }) => card),
    ['garden-club'],
  )
  assert.equal(problems.length, 1)
})

test('a card about counterparties may measure what they and what their customers do', async context => {
  const text = cardText.replace('subject: customer', 'subject: counterparty')
  const { plans, problems } = await readPack(await packOf(context, { 'cards/garden-club.yaml': text }))
  assert.deepEqual(problems, [])
  assert.equal(plans[0]?.subject, 'counterparty')
})

test('an unused measure is a warning and the card is still used', async context => {
  const text = cardText.replace('    per: sent_30d\n', '')
  const { plans, problems } = await readPack(await packOf(context, { 'cards/garden-club.yaml': text }))
  assert.deepEqual(
    problems.map(({ severity, line }) => [severity, line]),
    [['warning', 22]],
  )
  assert.equal(plans.length, 1)
})

test('a weight for an indicator that its card lacks is a problem of the overlay', async context => {
  const overlay = parseOverlay('overlay.yaml', 'weights:\n  garden-club.many-club: 2\n  elsewhere.x: 1\n')
  const { problems } = await readPack(await packOf(context), overlay)
  assert.deepEqual(problems.map(seen), [
    {
      line: 2,
      column: 26,
      message: 'the card "garden-club" has no indicator "many-club"',
      nearest: 'many-clubs',
    },
  ])
})

test('the errors of an overlay name keys and lines, never values', () => {
  const text = [
    'limits:',
    '  small: secret-one',
    '  other: 4711.5x',
    'terms:',
    '  seeds: secret-two',
    '  herbs: [secret-three, {secret-four: 1}, ""]',
    'weights:',
    '  badname: 4711',
    '  a.b: -4711',
    'limts: {x: 4711}',
  ].join('\n')
  for (const broken of [text, `${text}\nterms: {a: [secret-five}`, `a: *secret-six`, `- secret-seven`]) {
    assert.throws(
      () => parseOverlay('overlay.yaml', broken),
      (error: LapwingError) => {
        assert.equal(error.code, 'overlay-invalid')
        assert.match(error.message, /^overlay\.yaml:\d+:\d+: /)
        assert.doesNotMatch(
          JSON.stringify([error.message, error.remedy, error.place, String(error.cause)]),
          /secret|4711/,
        )
        return true
      },
    )
  }
  assert.throws(() => parseOverlay('overlay.yaml', text), /unknown key "limts"; did you mean "limits"/)
})

test('an empty overlay supplies nothing, and one that is not there is an error', async () => {
  assert.deepEqual(parseOverlay('overlay.yaml', '').limits, {})
  await assert.rejects(readOverlay(join(tmpdir(), 'no-such-overlay.yaml')), { code: 'overlay-unreadable' })
})

test('a directory that is not a pack is an error', async () => {
  await assert.rejects(readPack(join(tmpdir(), 'no-such-pack')), LapwingError)
})
