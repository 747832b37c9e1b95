import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { openBook } from '../../src/book/book.ts'
import { byteOrder } from '../../src/book/memory.ts'
import { readRows } from '../../src/book/rows.ts'
import { loadExamples } from '../../src/cli/examples.ts'
import type { Alert } from '../../src/detection/alert.ts'
import { calibrate } from '../../src/detection/calibrate.ts'
import { untoldOf } from '../../src/detection/carried.ts'
import { detect } from '../../src/detection/detect.ts'
import { columnsFor } from '../../src/detection/fields.ts'
import { linkFields } from '../../src/detection/links.ts'
import { peersMin } from '../../src/detection/peers.ts'
import { openPool } from '../../src/detection/pool.ts'
import { fieldsOf } from '../../src/detection/program.ts'
import type { Row } from '../../src/domain/tables.ts'
import { rowsOf } from '../../src/evaluation/examples.ts'
import { importFiles } from '../../src/intake/import.ts'
import { emptyFolder, lapwing, objects } from './lapwing.ts'

const folder = emptyFolder()
const written = (table: string) => join(folder, `${table}.jsonl`)
const calibrationFile = join(folder, 'calibration.json')
const facts = ['--customers', written('customers'), '--accounts', written('accounts')]

/** Cards whose examples are the payments: of both kinds of subject, one with measures about the other side. */
const shown = new Set(['facilitator-payee', 'self-generated-victim'])
const payeeOfMany = 'reference/facilitator-payee/paid-by-strangers-at-night/synthetic-payee'

interface Payment {
  readonly payment_id: string
  readonly booked_at: string
  readonly account_id: string
  readonly counterparty_id?: string
  readonly measures?: Readonly<Record<string, number>>
  readonly learnt?: Readonly<Record<string, number>>
}

/** Of all payments in one process: what the filter has to equal. */
let expected: readonly Alert[]
let payments: readonly Payment[]
let customerOf: ReadonlyMap<string, string>
/** The links at each payment that has some, by its id: they cross all entities, so they are given. */
let links: ReadonlyMap<string, Readonly<Record<string, number>>>

before(async () => {
  const { plans: all, examples } = await loadExamples([], undefined)
  // Those that the filter leaves out, and says so, because they read other tables or other customers' payments.
  const plans = all.filter(plan => untoldOf(plan).length === 0)
  const { customers, accounts, payments: ofExamples } = rowsOf(examples.filter(({ card }) => shown.has(card)))
  const given = { customers, accounts, payments: [...ofExamples, ...toQuietPayees(ofExamples)] }
  for (const [table, rows] of Object.entries(given))
    writeFileSync(written(table), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  const book = await openBook(join(folder, 'data'))
  const connection = await book.connect()
  try {
    const requests = ['customers', 'accounts', 'payments'].map(table => ({ path: written(table) }))
    for await (const { error, rejected } of importFiles(book, requests, { rejectsDirectory: folder }))
      assert.deepEqual([error, rejected], [undefined, 0])
    payments = (await Array.fromAsync(readRows(connection, 'payments'))).flat() as Payment[]
    customerOf = new Map(accounts.map(row => [row.account_id, row.customer_id]))
    const history = await book.scan(columnsFor(fieldsOf(plans)))
    const learnt = await calibrate(openPool(history, plans, 1), { budget: 20 })
    // Below every score, so that there is much to compare.
    const calibration = { ...learnt, cut_bans: -100 }
    writeFileSync(calibrationFile, JSON.stringify(calibration))
    const pool = openPool(history, plans, 1)
    expected = await detect(pool, calibration, {
      paymentIds: async asked => asked.map(payment => payments[payment]!.payment_id),
    })
    const columns = linkFields.flatMap(field => {
      const column = pool.engine.binding.history.payments[field]
      return column?.kind === 'number' ? [[field, column.values] as const] : []
    })
    links = new Map(
      payments.map((payment, n) => [
        payment.payment_id,
        Object.fromEntries(
          columns.flatMap(([field, all]) => (Number.isNaN(all[n]!) ? [] : [[field, all[n]!]])),
        ),
      ]),
    )
  } finally {
    connection.closeSync()
    book.close()
  }
})

/** To one payee each, from ever other customers: people with whom a payee of many senders can be compared. */
function toQuietPayees(payments: readonly Row<'payments'>[]): Row<'payments'>[] {
  const accounts = [...new Set(payments.map(({ account_id }) => account_id))]
  const pattern = payments.find(({ counterparty_id }) => counterparty_id === payeeOfMany)!
  return Array.from({ length: 2 * peersMin }, (_, n) => ({
    ...pattern,
    payment_id: `quiet-${n}`,
    account_id: accounts[n % accounts.length]!,
    counterparty_id: `quiet-payee-${n}`,
  }))
}

/** Payments as lines in the order of an entity; those of none first. */
function sorted(all: readonly Payment[], entity: (payment: Payment) => string): string {
  const lines = all.toSorted(
    (a, b) =>
      byteOrder(entity(a), entity(b)) ||
      byteOrder(a.booked_at, b.booked_at) ||
      byteOrder(a.payment_id, b.payment_id),
  )
  return lines.map(line => `${JSON.stringify(line)}\n`).join('')
}

const byCustomer = (payment: Payment) => customerOf.get(payment.account_id)!
const byCounterparty = (payment: Payment) => payment.counterparty_id ?? ''

async function filtered(input: string, ...options: readonly string[]) {
  const { code, out, err } = await lapwing(['kernel', ...facts, ...options], { input })
  assert.equal(code, 0, err)
  return { found: objects(out), err }
}

describe('the kernel as a filter', () => {
  it('gives the alerts of detect, by three runs over two orders', async () => {
    const weighed = ['--calibration', calibrationFile]
    const first = await filtered(sorted(payments, byCustomer), '--home-currency', 'AUD')
    assert.equal(first.found.length, payments.length)

    const payees = sorted(first.found as unknown as Payment[], byCounterparty)
    const onCounterparties = await filtered(payees, '--by', 'counterparty', ...weighed)
    const second = await filtered(payees, '--by', 'counterparty', ...weighed, '--output', 'values')
    assert.equal(second.found.length, payments.length)

    const linked = (second.found as unknown as Payment[]).map(payment => ({
      ...payment,
      learnt: { ...payment.learnt, ...links.get(payment.payment_id) },
    }))
    const onCustomers = await filtered(sorted(linked, byCustomer), ...weighed)

    const inOrder = (alerts: readonly object[]) =>
      (alerts as Alert[]).toSorted((a, b) => byteOrder(a.alert_id, b.alert_id))
    assert.deepEqual(new Set(expected.map(({ card }) => card)), shown, 'alerts of each card to compare')
    assert.deepEqual(
      inOrder([...onCounterparties.found, ...onCustomers.found]),
      // Whoever sees one subject at a time knows of no others who look alike.
      inOrder(JSON.parse(JSON.stringify(expected.map(({ look_alikes: _, ...alert }) => alert)))),
    )
  })

  it('says which measures no payment brought', async () => {
    const { err } = await filtered(
      sorted(payments.slice(0, 50), byCounterparty),
      ...['--by', 'counterparty', '--calibration', calibrationFile],
    )
    assert.match(err, /Not evaluated, because no payment brought it: .*reference\/facilitator-payee\//)
  })

  it('refuses payments in another order', async () => {
    const input = sorted(payments.slice(0, 50), byCustomer).split('\n').toReversed().join('\n')
    const { code, err } = await lapwing(['kernel', ...facts, '--home-currency', 'AUD'], { input })
    assert.equal(code, 3)
    assert.match(err, /line \d+: the payment belongs before the one above it\n.*Sort by/)
  })

  it('refuses a line with its place and reason, without its values, and does the rest', async () => {
    const [sound] = payments
    const wrong = [
      'not JSON',
      JSON.stringify({ ...sound, amount: 'seventeen' }),
      JSON.stringify({ ...sound, account_id: 'nobody' }),
      JSON.stringify({ ...sound, learnt: { payee_evidence: 'much' } }),
      JSON.stringify({ ...sound, ammount: '1' }),
    ]
    const input = [...wrong, JSON.stringify(sound)].join('\n')
    const { code, out, err } = await lapwing(['kernel', ...facts, '--home-currency', 'AUD'], { input })
    assert.equal(code, 1)
    assert.equal(objects(out).length, 1)
    for (let line = 1; line <= wrong.length; line++) assert.match(err, new RegExp(`line ${line}: .+\\.\n`))
    assert.match(err, /5 lines refused; the rest is done\./)
    assert.doesNotMatch(err, /seventeen|nobody|much/)
  })

  it('needs a calibration for alerts, a currency without one, and facts in any case', async () => {
    for (const options of [['--output', 'alerts', ...facts], facts, ['--home-currency', 'AUD']]) {
      const { code } = await lapwing(['kernel', ...options], { input: '' })
      assert.equal(code, 2, options.join(' '))
    }
  })
})
