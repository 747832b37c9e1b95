import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyOf } from '../../book/memory.ts'
import { isInForce, type Selector } from '../../domain/selectors.ts'
import { parseInstant } from '../../domain/time.ts'
import { dayAt, rowsOf } from '../crowd.sample.ts'
import { bindField, flagNo, flagYes } from '../fields.ts'
import { withIntelligence } from './columns.ts'
import type { Named } from './named.ts'

function selector(source: string, receivedDay: number, expiresDay?: number): Selector {
  return {
    type: 'account',
    token: '',
    keyId: undefined,
    source,
    receivedAt: parseInstant(dayAt(receivedDay))!,
    expiresAt: expiresDay === undefined ? undefined : parseInstant(dayAt(expiresDay)),
    typology: undefined,
    tlp: undefined,
    reference: undefined,
  }
}

const days = fc.nat(12)
const selectors = fc
  .tuple(fc.constantFrom('one', 'two'), days, fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }))
  .map(([source, from, length]) => selector(source, from, length === undefined ? undefined : from + length))
const customers = fc.nat(2).map(n => `c${n}`)

const cases = fc.record({
  deeds: fc.array(
    fc.record({
      customer_id: customers,
      at: days,
      counterparty_id: fc.option(
        fc.nat(3).map(n => `p${n}`),
        { nil: undefined },
      ),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  counterparties: fc.uniqueArray(
    fc.tuple(
      fc.nat(4).map(n => `p${n}`),
      fc.array(selectors, { minLength: 1, maxLength: 3 }),
    ),
    { selector: ([id]) => id, maxLength: 4 },
  ),
  holdings: fc.uniqueArray(
    fc.record({
      customerId: customers,
      value: fc.nat(2).map(n => `own${n}`),
      since: fc.option(
        days.map(day => parseInstant(dayAt(day)) as number),
        { nil: Number.NEGATIVE_INFINITY },
      ),
      selectors: fc.array(selectors, { minLength: 1, maxLength: 2 }),
    }),
    { selector: ({ customerId, value }) => `${customerId} ${value}`, maxLength: 5 },
  ),
})

function valuesOf(history: ReturnType<typeof withIntelligence>, name: string): number[] {
  const rows = Uint32Array.from({ length: history.paymentCount }, (_, row) => row)
  const field = bindField(history, name)
  const out = field.type === 'number' ? new Float64Array(rows.length) : new Uint32Array(rows.length)
  field.fill(rows, out as never)
  return Array.from(out)
}

test('at every payment counts what was known then, as a plain loop over all earlier payments does', () => {
  fc.assert(
    fc.property(cases, ({ deeds, counterparties, holdings }) => {
      const named: Named = { counterparties: new Map(counterparties), holdings, tallies: [] }
      const history = withIntelligence(historyOf(rowsOf(deeds as never), 'AUD'), named)
      const { codes, dictionary } = history.payments.counterparty as {
        codes: Uint32Array
        dictionary: readonly string[]
      }
      const idOf = (payment: number) => dictionary[codes[payment]!]!
      const inForce = (list: readonly Selector[] | undefined, at: number) =>
        (list ?? []).filter(each => isInForce(each, at))
      const expected = Array.from({ length: history.paymentCount }, (_, payment) => {
        const at = history.bookedAt[payment]!
        const customer = history.customer[payment]!
        const dealt = new Set<string>()
        for (let earlier = 0; earlier <= payment; earlier++) {
          if (history.customer[earlier] === customer) dealt.add(idOf(earlier))
        }
        const sources = new Set(inForce(named.counterparties.get(idOf(payment)), at).map(each => each.source))
        return {
          counterparties: [...dealt].filter(id => inForce(named.counterparties.get(id), at).length > 0)
            .length,
          identifiers: holdings.filter(
            ({ customerId, since, selectors }) =>
              customerId === history.customerIds[customer] &&
              since <= at &&
              inForce(selectors, at).length > 0,
          ).length,
          sources: codes[payment] === 0 ? Number.NaN : sources.size,
          flag: codes[payment] === 0 ? 0 : sources.size > 0 ? flagYes : flagNo,
        }
      })
      assert.deepEqual(
        {
          counterparties: valuesOf(history, 'listed_counterparties'),
          identifiers: valuesOf(history, 'listed_identifiers'),
          sources: valuesOf(history, 'counterparty_named_by'),
          flag: valuesOf(history, 'counterparty_listed'),
        },
        {
          counterparties: expected.map(each => each.counterparties),
          identifiers: expected.map(each => each.identifiers),
          sources: expected.map(each => each.sources),
          flag: expected.map(each => each.flag),
        },
      )
    }),
    { numRuns: 300 },
  )
})

test('a customer who dealt before the receipt surfaces at the first payment after it, until expiry', () => {
  const deeds = [1, 2, 5, 9].map(at => ({ customer_id: 'c', at, counterparty_id: at === 1 ? 'p' : 'other' }))
  const named: Named = {
    counterparties: new Map([['p', [selector('one', 3, 8)]]]),
    holdings: [],
    tallies: [],
  }
  const history = withIntelligence(historyOf(rowsOf(deeds), 'AUD'), named)
  assert.deepEqual(valuesOf(history, 'listed_counterparties'), [0, 0, 1, 0])
  assert.deepEqual(valuesOf(history, 'counterparty_named_by'), [0, 0, 0, 0])
})

test('without selectors the fields are unknown', () => {
  const history = historyOf(rowsOf([{ customer_id: 'c', at: 1, counterparty_id: 'p' }]), 'AUD')
  for (const name of ['listed_counterparties', 'listed_identifiers', 'counterparty_named_by']) {
    assert.deepEqual(valuesOf(history, name), [Number.NaN])
  }
  assert.deepEqual(valuesOf(history, 'counterparty_listed'), [0])
})
