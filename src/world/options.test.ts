import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from './payment.ts'
import { substream } from './random.ts'
import { countsFor, handful, nobody, typologies } from './typologies.ts'
import { createWorld, generate, liveOne, liveTogether, type World, type WorldOptions } from './world.ts'

const planted = { ...nobody, 'live-distance-payer': 30, 'facilitator-payee': 12, 'self-generated-buyer': 12 }
/** Large enough for so many; only the planted are lived. */
const worldOf = (options: Partial<WorldOptions>) =>
  createWorld({ seed: 4, customers: 20_000, planted, ...options })

/** Payments of the conduct of those planted for it, with the day of each. */
function conductOf(world: World, kind: string): { payment: Payment; day: number }[] {
  return [...world.roles]
    .filter(([, role]) => role.kind === kind)
    .flatMap(([index]) => {
      const { payments, truth } = liveOne(world, index)
      const times = new Set(truth.map(each => each.bookedAt))
      return payments.filter(each => times.has(each.bookedAt))
    })
    .map(payment => ({ payment, day: Math.floor(payment.bookedAt / 86_400) - world.scene.calendar.epochDay }))
}

const share = <T>(list: readonly T[], fits: (each: T) => boolean) => list.filter(fits).length / list.length
const atNight = ({ payment }: { payment: Payment }) => {
  if (payment.offsetMinutes === undefined) return false
  const hour = Math.floor((((payment.bookedAt / 60 + payment.offsetMinutes) / 60) % 24) + 24) % 24
  return hour >= 22 || hour < 5
}

test('a share of customers planted comes out right on average, down to one in 100,000', () => {
  for (const [prevalence, customers] of [
    [1e-3, 20_000],
    [1e-4, 20_000],
    [1e-5, 50_000],
  ] as const) {
    const totals = Array.from({ length: 300 }, (_, seed) => {
      const counts = countsFor(prevalence, customers, substream(seed, 'test'))
      return typologies
        .filter(each => each !== 'facilitator-payee')
        .reduce((sum, each) => sum + counts[each], 0)
    })
    const mean = totals.reduce((sum, each) => sum + each, 0) / totals.length
    const expected = prevalence * customers
    assert.ok(Math.abs(mean - expected) < 0.15 * expected + 0.05, `${mean} planted, ${expected} expected`)
  }
  const { roles } = createWorld({ seed: 1, customers: 3_000, prevalence: 0 })
  assert.equal(roles.size, 0)
})

test('planted conduct is nearer to ordinary life in a more difficult world', () => {
  const [plain, hard] = [0, 1].map(difficulty => conductOf(worldOf({ difficulty }), 'live-distance-payer'))
  assert.ok(share(plain!, atNight) > share(hard!, atNight) * 1.5, 'less at night')
  const rooted = (difficulty: number) => {
    const world = worldOf({ difficulty })
    return [...world.roles].filter(([index, role]) => {
      const { origin } = world.scene.population.person(index)
      return (
        role.kind === 'live-distance-payer' && role.payees.some(each => each.party.country === origin?.code)
      )
    }).length
  }
  assert.ok(rooted(1) > rooted(0), 'more with roots where they pay')
})

test('tactics change part-way, for each typology in its own way, and not before', () => {
  const world = worldOf({ tactics: 5 })
  const still = worldOf({})
  for (const kind of ['live-distance-payer', 'self-generated-buyer'] as const) {
    const shift = world.scene.shifts!.get(kind)!
    const { days } = world.scene.calendar
    assert.ok(shift.day > days * 0.3 && shift.day < days * 0.7)
    const after = conductOf(world, kind).filter(each => each.day > shift.day + 1)
    const unchanged = conductOf(still, kind).filter(each => each.day > shift.day + 1)
    const byRail = (list: typeof after) => share(list, each => each.payment.rail === shift.rail)
    assert.ok(byRail(after) > byRail(unchanged) && byRail(after) > 0.6, `${kind} by ${shift.rail}`)
    const mean = (list: typeof after) =>
      list.reduce((sum, each) => sum + each.payment.homeMinor, 0) / list.length
    assert.equal(mean(after) > mean(unchanged), shift.amount > 1, kind)
  }
})

test('records are as faulty as asked for', () => {
  const of = (noise: number) => {
    const payments = [
      ...generate(createWorld({ seed: 6, customers: 400, months: 3, planted: nobody, noise })),
    ].flatMap(each => each.payments)
    const twice = new Map<string, number>()
    for (const { accountId, party, homeMinor, direction, rail, bookedAt } of payments) {
      const key = [accountId, party?.id, homeMinor, direction, rail, Math.floor(bookedAt / 900)].join()
      twice.set(key, (twice.get(key) ?? 0) + 1)
    }
    return {
      nameless: share(payments, each => !each.named),
      reversed: share(payments, each => each.status === 'reversed'),
      wrongCode: share(
        payments,
        each => each.rail === 'card' && each.merchantCategoryCode !== each.party?.id.split('-')[3],
      ),
      twice: [...twice.values()].filter(count => count > 1).length / payments.length,
    }
  }
  const [none, usual, bad] = [0, 1, 5].map(of)
  assert.deepEqual([none!.nameless, none!.reversed], [0, 0])
  for (const fault of ['nameless', 'reversed', 'wrongCode', 'twice'] as const) {
    assert.ok(none![fault] < usual![fault] && usual![fault] < bad![fault], fault)
  }
})

test('casework knows some of the planted, lets some go, suspects others in vain, and names victims as victims', () => {
  const counts = {
    ...nobody,
    'live-distance-payer': 30,
    'facilitator-payee': 10,
    'sextortion-victim': 30,
    'sextortion-mule': 6,
  }
  const world = (outcomes: number) =>
    createWorld({ seed: 8, customers: 1_000, months: 4, planted: counts, outcomes })
  const lived = (each: World) => [...generate(each, 200)].flatMap(batch => batch.outcomes)
  assert.equal(liveTogether(world(0), 0, 150, new Map()).outcomes.length, 0)
  const outcomes = lived(world(0.6))
  const planted = new Map(
    [...world(0.6).roles].map(([index, role]) => [`SYN-C-${String(index).padStart(6, '0')}`, role.kind]),
  )
  const known = outcomes.filter(each => planted.has(each.customerId))
  assert.ok(known.length > 10 && known.length < 60, `${known.length} known`)
  for (const { customerId, outcome } of known)
    assert.equal(outcome === 'victim', planted.get(customerId) === 'sextortion-victim')
  assert.ok(outcomes.some(each => each.outcome === 'cleared' && !planted.has(each.customerId)))
})

test('the handful has some of everything', () => {
  for (const typology of typologies) assert.ok(handful[typology] >= 2 && handful[typology] <= 12)
})
