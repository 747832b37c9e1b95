import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { bansMax, bansOf, evidenceOf, familiesOf } from '../src/detection/evidence.ts'
import { fieldsOf } from '../src/detection/program.ts'
import { readExamples } from '../src/typology/examples.ts'
import { readFolder } from '../src/typology/folder.ts'
import { readObservables } from '../src/typology/observables.ts'
import { parseOverlay } from '../src/typology/overlay.ts'
import { checkPack, readPack } from '../src/typology/pack.ts'
import type { Filter, Plan } from '../src/typology/plan.ts'

const directory = fileURLToPath(new URL('../packs/reference/', import.meta.url))
// Every term list supplied, so that no indicator is left out.
const overlay = parseOverlay(
  'overlay.yaml',
  'terms: {cover_wording: [a], merchants_of_concern: [b], solicitation_wording: [c]}',
)
const { pack, plans, problems } = await readPack(directory, overlay)

/** Families that accompany a finding and never make one: what people lawfully spend, when they do, and how they connect. */
const accompanying = ['accompanying spend', 'time of day', 'anonymity', 'wording', 'travel', 'new account']

const adultCodes = ['5967', '7273']

test('the reference pack is sound, and every indicator of it is of something published', async () => {
  assert.deepEqual(problems, [])
  assert.deepEqual(await checkPack(directory), [])
})

test('there is a card for every published typology', () => {
  assert.deepEqual(
    [...new Set(plans.map(({ typology }) => typology))].sort(),
    [
      'crypto-purchaser', 'facilitator-payee', 'facilitator-receiver', 'live-distance-payer', 'material-merchant',
      'material-purchaser', 'proceeds-launderer', 'self-generated-buyer', 'self-generated-victim', 'sextortion-mule',
      'sextortion-victim', 'traveller',
    ], // biome-ignore format: a list
  )
})

describe('every reference card', () => {
  for (const plan of plans) {
    it(`raises nothing on what only accompanies: ${plan.card}`, () => {
      const families = familiesOf(plan)
      const oneFamilyMax = bansMax * Math.max(...plan.indicators.map(({ weight }) => weight))
      const bans = fc.tuple(
        ...plan.indicators.map(({ family, weight }) =>
          accompanying.includes(family)
            ? fc.double({ min: 0, max: bansMax * weight, noNaN: true })
            : fc.constant(0),
        ),
      )
      const nothing = new Float64Array(plan.protective.length)
      fc.assert(
        fc.property(bans, each => {
          assert.ok(evidenceOf(families, Float64Array.from(each), nothing) <= 0)
        }),
      )
      const all = plan.indicators.map(({ family, weight }) =>
        accompanying.includes(family) ? bansOf(1e-9, weight) : 0,
      )
      assert.ok(evidenceOf(families, Float64Array.from(all), nothing) <= oneFamilyMax)
    })

    it(`has an essential group without anything that only accompanies: ${plan.card}`, () => {
      const groups = plan.essential.map(group => [group].flat())
      assert.ok(groups.some(group => !group.some(family => accompanying.includes(family))))
    })

    it(`counts no lawful adult spending, and names no country, currency or people: ${plan.card}`, () => {
      for (const filter of filtersOf(plan)) {
        for (const leaf of leavesOf(filter)) {
          if (leaf.kind !== 'text') continue
          assert.ok(!/country|currency|residence/.test(leaf.field), `${leaf.field}: ${leaf.cel}`)
          const asks = leaf.cel.includes('!=') ? !leaf.holds : leaf.holds
          if (asks) for (const code of adultCodes) assert.ok(!leaf.cel.includes(code), leaf.cel)
        }
      }
    })

    it(`reads no age beyond telling children from grown-ups, and nothing else of who someone is: ${plan.card}`, () => {
      const indicators = plan.measures.map(({ of }) => of)
      assert.ok(!indicators.includes('customer_age') && !indicators.includes('counterparty_age'))
      const read = fieldsOf([plan])
      for (const field of ['segment', 'occupation']) assert.ok(!read.has(field), field)
    })

    it(`looks at no child in suspicion: ${plan.card}`, () => {
      if (plan.clock === 'protection') {
        assert.match(plan.role, /^possible/)
        return
      }
      const gate = leavesOf(plan.gate)
      const isGrownUp = gate.some(
        leaf => leaf.kind === 'number' && leaf.field === 'customer_age' && leaf.value >= 18,
      )
      const isNobody = plan.subject === 'counterparty' || plan.role === 'merchant'
      assert.ok(isGrownUp || isNobody)
    })
  }
})

test('every look-alike of a card is held by an example, and every hard negative has one', async () => {
  const { examples } = await readExamples(directory)
  for (const { card, look_alikes: alike = [] } of pack.cards) {
    assert.ok(alike.length > 0, card)
    for (const { id } of alike) {
      const held = examples.some(
        each => each.card === card && each.lookAlike === id && each.expect === 'none',
      )
      assert.ok(held, `${card}: ${id}`)
    }
  }
})

test('observables are complete: each has an indicator or says what it would take', async () => {
  const { observables } = readObservables(await readFolder(directory), pack.cards, pack.sources)
  const typologies = new Set(observables.map(({ typology }) => typology))
  for (const { typology } of plans) assert.ok(typologies.has(typology), typology)
  for (const { observable, indicators, needs } of observables)
    assert.ok(indicators !== undefined || needs !== undefined, observable)
})

function filtersOf(plan: Plan): Filter[] {
  const measures = plan.measures.flatMap(({ where, whose }) =>
    whose === undefined ? [where] : [where, whose],
  )
  return [plan.gate, ...measures]
}

function leavesOf(filter: Filter): Exclude<Filter, { kind: 'all' | 'any' }>[] {
  return 'of' in filter ? filter.of.flatMap(leavesOf) : [filter]
}
