import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Folder } from './folder.ts'
import { parseOverlay } from './overlay.ts'
import { readPack } from './pack.ts'
import type { Plan } from './plan.ts'
import { planChanges } from './plan-difference.ts'

const card = `card: garden-club
version: 1
title: Pays garden clubs
typology: garden-club
subject: customer
role: mule
clock: suspicion
summary: Invented for tests.
sources: [office-2024]
gate: direction == "out" && amount_home < limit("small")
peers: [product]
quiet_days: 30
limits:
  small: {unit: home currency, meaning: Small sums}
terms:
  seeds: {meaning: Words about seeds}
corridors:
  far: {meaning: Far away}
measures:
  sent_30d: {count: true, where: 'corridor(counterparty_country, "far")', key: customer, window: 30d}
  worded: {share: 'terms(reference_text, "seeds")', key: customer, window: 24h}
  known: {first: true, key: customer, window: ever}
indicators:
  - {id: many, says: '{value}', measure: sent_30d, unusual: high, family: tempo, sources: [office-2024]}
  - {id: worded, says: '{value}', measure: worded, unusual: high, family: wording, sources: [office-2024]}
protective:
  - {id: known, says: known, measure: known, full_at: 4, takes: 1, family: tempo, sources: [office-2024]}
`
const overlay = 'limits: {small: 4711}\nterms: {seeds: [poppy]}\ncorridors: {far: [NO]}\n'

async function plansOf(cardText: string, overlayText = overlay): Promise<readonly Plan[]> {
  const folder: Folder = {
    place: 'sample',
    files: new Map(
      Object.entries({
        'pack.yaml': 'pack: sample\nversion: 1.0.0\ntitle: Sample\nfamilies: [tempo, wording]\n',
        'sources.yaml': 'office-2024: {publisher: O, title: T, date: 2024, link: "https://example.org/r"}\n',
        'cards/garden-club.yaml': cardText,
      }).map(([path, text]) => [path, Buffer.from(text)]),
    ),
  }
  const { plans, problems } = await readPack(folder, parseOverlay('overlay.yaml', overlayText))
  assert.deepEqual(problems, [])
  return plans
}

async function changesTo(from: string, to: string) {
  assert.ok(card.includes(from), from)
  const changes = planChanges(await plansOf(card), await plansOf(card.replace(from, () => to)))
  return changes.map(({ part, says }) => `${part}: ${says}`)
}

test('a pack does not differ from itself, nor from one that is only written otherwise', async () => {
  const plans = await plansOf(card)
  assert.deepEqual(planChanges(plans, plans), [])
  assert.deepEqual(
    await changesTo('direction == "out" && amount_home', '(direction == "out") && amount_home'),
    [],
  )
  assert.deepEqual(await changesTo('summary: Invented', 'summary: Still invented'), [])
})

test('what a card does otherwise is said in words, part by part', async () => {
  assert.deepEqual(await changesTo('window: 30d', 'window: 60d'), [
    'measure sent_30d: the window was 30 days, is 60 days',
  ])
  assert.deepEqual(await changesTo('direction == "out"', 'direction == "in"'), [
    'gate: was direction == "out" && amount_home < limit("small"), is direction == "in" && amount_home < limit("small")',
  ])
  assert.deepEqual(await changesTo('peers: [product]', 'peers: []'), ['peers: was product, is none'])
  assert.deepEqual(await changesTo('id: worded, says', 'id: worded, weight: 2, says'), [
    'indicator worded: counts for more',
  ])
  assert.deepEqual(await changesTo('id: worded, says', 'id: spoken, says'), [
    'indicator worded: gone',
    'indicator spoken: new, of the family wording',
  ])
  assert.deepEqual(await changesTo('full_at: 4', 'full_at: 8'), [
    'protective indicator known: full at was 4, is 8',
  ])
  assert.deepEqual(await changesTo('role: mule', 'role: merchant'), ['role: was mule, is merchant'])
})

test('cards that come and go are named', async () => {
  const other = await plansOf(card.replace('card: garden-club', 'card: second'))
  assert.deepEqual(
    planChanges(await plansOf(card), other).map(({ card, says }) => [card, says]),
    [
      ['garden-club', 'gone: Pays garden clubs'],
      ['second', 'a new card: Pays garden clubs'],
    ],
  )
})

test('other private values are named and never shown', async () => {
  const before = await plansOf(card)
  const after = await plansOf(
    card,
    'limits: {small: 4712}\nterms: {seeds: [clover]}\ncorridors: {far: [SE]}\nweights: {garden-club.many: 0.3}\n',
  )
  const changes = planChanges(before, after).map(({ part, says }) => `${part}: ${says}`)
  assert.deepEqual(changes, [
    'gate: has other private values: the limit "small"',
    'measure sent_30d: where has other private values: the corridor list "far"',
    'measure worded: the share has other private values: the term list "seeds"',
    'indicator many: counts for less',
  ])
  assert.doesNotMatch(changes.join(), /4711|4712|poppy|clover|NO|SE|0\.3/)
})

test('an indicator whose list is supplied can now be evaluated, and without it no longer', async () => {
  const without = await plansOf(card, 'limits: {small: 4711}\ncorridors: {far: [NO]}\n')
  assert.deepEqual(
    planChanges(without, await plansOf(card)).map(({ says }) => says),
    ['can now be evaluated'],
  )
  assert.match(
    planChanges(await plansOf(card), without)[0]!.says,
    /no longer be evaluated: the term list "seeds"/,
  )
})

test('of own cards only the parts are named', async () => {
  const other = await plansOf(card.replace('direction == "out"', 'direction == "in"'))
  assert.deepEqual(
    planChanges(await plansOf(card), other, () => true).map(({ part, says }) => [part, says]),
    [['gate', 'changed']],
  )
})
