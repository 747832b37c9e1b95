import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFilter, evaluateFilter } from './filter.ts'
import { compileFilter } from './filter-compile.ts'
import type { Folder } from './folder.ts'
import { checkOverlay, isOverlay, overlayIn, parseOverlay } from './overlay.ts'
import { overlayProblems } from './overlay-check.ts'
import { checkPack, readPack } from './pack.ts'
import { describeProblem } from './problem.ts'

function folderWith(texts: Readonly<Record<string, string>>): Folder {
  return {
    place: 'ours',
    files: new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)])),
  }
}

const ownCard = `card: own-card
version: 1
title: A card of our own
typology: own-card
subject: customer
role: mule
clock: suspicion
summary: Invented for tests.
sources: [office-2024]
gate: corridor(counterparty_country, "watched") && direction == "out"
peers: []
quiet_days: 30
corridors:
  watched: {meaning: Countries that the institution looks at}
measures:
  sent: {sum: amount_home, key: customer, window: 30d}
indicators:
  - {id: much, says: '{value}', measure: sent, unusual: high, family: amount, sources: [office-2024]}
`
const pack = {
  'pack/pack.yaml': 'pack: ours\nversion: 1.0.0\ntitle: Ours\nfamilies: [amount]\n',
  'pack/sources.yaml': 'office-2024: {publisher: O, title: T, date: 2024, link: "https://example.org/r"}\n',
  'pack/cards/own-card.yaml': ownCard,
}

test('every file at the top of an overlay is a part of it, and its own cards see all of them', async () => {
  const folder = folderWith({
    'overlay.yaml': 'overlay: ours\nversion: 1.0.0\nlimits: {small: 3}\n',
    'corridors.yaml': 'corridors: {watched: [NO, SE]}\n',
    'weights.yaml': 'weights: {own-card.much: 2.5}\n',
    ...pack,
  })
  assert.ok(isOverlay(folder))
  assert.deepEqual(checkOverlay(folder), [])
  const overlay = overlayIn(folder)
  assert.deepEqual(
    [overlay.limits, overlay.corridors, overlay.weights],
    [{ small: 3 }, { watched: ['NO', 'SE'] }, { 'own-card.much': 2.5 }],
  )
  const { plans, problems } = await readPack(overlay.ownPack!, overlay)
  assert.deepEqual(problems, [])
  assert.equal(plans[0]?.indicators[0]?.weight, 2.5)
  assert.match(plans[0]?.packDigest ?? '', /^[0-9a-f]{64}$/)
  const values = (country: string) => (field: string) => (field === 'direction' ? 'out' : country)
  assert.equal(evaluateFilter(plans[0]!.gate, values('SE')), true)
  assert.equal(evaluateFilter(plans[0]!.gate, values('DK')), false)
  assert.equal(evaluateFilter(plans[0]!.gate, values('')), false, 'an unknown country is in no corridor')
})

test('a name that stands in two files is an error at the second', () => {
  const folder = folderWith({ 'a.yaml': 'limits: {x: 1}', 'b.yaml': 'limits:\n  x: 2\n' })
  assert.deepEqual(checkOverlay(folder).map(describeProblem), [
    'ours/b.yaml:2:3: this name stands in ours/a.yaml too',
  ])
})

test('a corridor list is described by its name, whatever is in it', () => {
  const names = {
    limits: {},
    terms: {},
    corridors: { far: {} },
    supplied: { limits: {}, terms: {}, corridors: { far: ['NO', 'SE'] } },
  }
  for (const cel of ['corridor(ip_country, "far")', '!(corridor(ip_country, "far"))']) {
    const wrong: string[] = []
    const { filter } = compileFilter(cel, names, message => wrong.push(message))
    assert.deepEqual(wrong, [])
    assert.equal(describeFilter(filter), cel)
  }
})

test('mistakes with corridors are found, with the word that was meant', async () => {
  const check = async (from: string, to: string) => {
    const folder = folderWith({ ...pack, 'pack/cards/own-card.yaml': ownCard.replace(from, to) })
    return (await checkPack(overlayIn(folder).ownPack!)).map(({ line, message, nearest }) => [
      line,
      message,
      nearest,
    ])
  }
  assert.deepEqual(await check('"watched")', '"wached")'), [
    [10, 'the card declares no corridor list "wached"', 'watched'],
  ])
  assert.deepEqual(await check('corridor(counterparty_country', 'corridor(rail'), [
    [10, '"rail" is not a field of countries', 'counterparty_country'],
  ])
  assert.deepEqual(await check('corridors:', 'coridors:'), [
    [10, 'the card declares no corridor list "watched"', undefined],
    [13, 'unknown key "coridors"', 'corridors'],
  ])
})

test('a card whose gate needs a corridor that nobody supplied cannot be used, and that is said', async () => {
  const { plans, problems } = await readPack(overlayIn(folderWith(pack)).ownPack!)
  assert.deepEqual(plans, [])
  assert.match(
    problems[0]!.message,
    /the gate cannot be evaluated: the corridor list "watched" is not supplied: add it to corridors in the overlay/,
  )
})

test('names that no card knows are warned of with the nearest word, values are never shown', async () => {
  const { pack: read } = await readPack(overlayIn(folderWith(pack)).ownPack!, {
    ...parseOverlay('o', 'corridors: {watched: [NO]}'),
  })
  const overlay = parseOverlay(
    'ours.yaml',
    'corridors:\n  watchd: [NO]\nlimits: {small: 4711}\nweights:\n  own-crad.much: 1\n  own-card.mutch: 4711\n',
  )
  const found = overlayProblems(overlay, read.cards).map(describeProblem)
  assert.deepEqual(found, [
    'ours.yaml:3:17: warning: no card declares the limit "small"',
    'ours.yaml:2:11: warning: no card declares the corridor list "watchd"; did you mean "watched"?',
    'ours.yaml:5:18: warning: there is no card "own-crad" to weigh; did you mean "own-card"?',
    'ours.yaml:6:19: the card "own-card" has no indicator "mutch"; did you mean "much"?',
  ])
  assert.throws(() => parseOverlay('ours.yaml', 'corridors: {far: [NO, Narnia]}'), {
    code: 'overlay-invalid',
    message: /^ours\.yaml:1:23: item 2 should be a country code(?!.*Narnia)/,
  })
})
