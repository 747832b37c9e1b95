import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { keyedHash } from '../detection/intelligence/matcher.ts'
import { main } from './main.ts'
import { plain } from './terminal/style.ts'
import type { Terminal } from './terminal/terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'lapwing-match-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const data = join(folder, 'data')
const key = Buffer.alloc(32, 7)

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

async function lapwing(...written: string[]) {
  const printed: string[] = []
  const noted: string[] = []
  const terminal: Terminal = {
    width: 120,
    live: false,
    paint: plain,
    environment: {},
    print: (...lines) => void printed.push(...lines),
    note: (...lines) => void noted.push(...lines),
    redraw: () => {},
  }
  const code = await main([...written, '--data', data], terminal)
  return { code, out: printed.join('\n'), err: noted.join('\n') }
}

/** What `match --json` says: the ranked matches and the summary. */
async function match(...written: string[]) {
  const { code, out, err } = await lapwing('match', '--json', ...written)
  const lines = out === '' ? [] : out.split('\n').map(line => JSON.parse(line))
  return {
    code,
    err,
    files: lines.filter(({ line }) => line === 'file'),
    matches: lines.filter(({ line }) => line === 'match'),
    summary: lines.find(({ line }) => line === 'summary'),
  }
}

const payments = [
  ['one', '2025-01-10', 'a-1', 'out', '10.10', 'payee-1', 'device-1'],
  ['two', '2025-03-10', 'a-1', 'out', '20.20', 'payee-1', 'device-1'],
  ['three', '2025-03-11', 'a-1', 'in', '5.00', 'payee-1', ''],
  ['four', '2025-02-01', 'a-2', 'out', '7.00', 'PAYEE-1', ''],
  ['five', '2025-02-02', 'a-2', 'out', '8.00', 'shop-9', ''],
  ['six', '2025-02-03', 'a-3', 'out', '9.00', 'shop-8', 'device-3'],
  ['seven', '2025-02-04', 'a-unknown', 'out', '9.00', 'payee-1', ''],
].map(
  ([id, day, account, direction, amount, counterparty, device]) =>
    `${id},${day}T12:00:00Z,${account},${direction},${amount},AUD,transfer,completed,${counterparty},${device}`,
)

test('a book is matched against what partners have named', async t => {
  const imported = await lapwing(
    'import',
    file(
      'customers.csv',
      'customer_id,kind,residence_country,customer_since',
      ...['1', '2', '3'].map(n => `c-${n},person,AU,2020-01-01`),
    ),
    file(
      'accounts.csv',
      'account_id,customer_id,product,opened_on',
      ...['1', '2', '3'].map(n => `a-${n},c-${n},transaction,2020-01-01`),
    ),
    file(
      'payments.csv',
      'payment_id,booked_at,account_id,direction,amount,currency,rail,status,counterparty_id,device_id',
      ...payments,
    ),
    file('identifiers.csv', 'customer_id,type,value', 'c-3,email,Person.3@example.com'),
  )
  assert.equal(imported.code, 0, imported.err)

  const header = 'selector_type,value,source,received_at,expires_at,tlp'
  const list = file(
    'list.csv',
    header,
    'account,Payee-1,An office,2025-02-15T00:00:00Z,,TLP:AMBER',
    'account,payee-1,A partner,2025-01-01T00:00:00Z,2025-04-01T00:00:00Z,',
    'email,person.3@EXAMPLE.com,A partner,2025-01-01T00:00:00Z,,',
    'device,device-3,A partner,2025-01-01T00:00:00Z,,',
    'merchant,SHOP-9,A partner,2025-01-01T00:00:00Z,,',
  )

  await t.test('ranked, with payments before and after receipt, amounts and dates', async () => {
    const { code, matches, summary } = await match('--selectors', list, '--at', '2025-03-31')
    assert.equal(code, 0)
    assert.deepEqual(
      matches.map(each => [each.rank, each.customer_id, each.named_values, each.sources, each.payments]),
      [
        [1, 'c-2', 2, 2, 2],
        [2, 'c-3', 2, 1, 0],
        [3, 'c-1', 1, 2, 3],
      ],
    )
    const first = matches[2]
    assert.deepEqual([first.paid_out, first.paid_in, first.home_currency], ['30.30', '5.00', 'AUD'])
    const office = first.named.find((each: { source: string }) => each.source === 'An office')
    assert.deepEqual(
      [office.payments_before_receipt, office.payments_after_receipt, office.age_days, office.tlp],
      [1, 2, 44, 'TLP:AMBER'],
    )
    assert.deepEqual(office.payment_ids, ['three', 'two', 'one'])
    assert.equal(office.first_dealing_at, '2025-01-10T12:00:00Z')
    assert.equal(office.last_dealing_at, '2025-03-11T12:00:00Z')
    const own = matches[1].named.map((each: Record<string, unknown>) => [
      each.names,
      each.value,
      each.known_since,
    ])
    assert.deepEqual(own, [
      ['own identifier', 'Person.3@example.com', null],
      ['own identifier', 'device-3', '2025-02-03T12:00:00Z'],
    ])
    assert.deepEqual(
      summary.not_evaluated.map(({ what, count }: { what: string; count: number }) => [what, count]),
      [['payments with named counterparties', 1]],
    )
  })

  await t.test('what has expired, or had not been received, is left out and counted', async () => {
    const { matches, summary } = await match('--selectors', list, '--at', '2025-02-01')
    assert.deepEqual([summary.expired, summary.not_yet_received], [0, 1])
    const later = await match('--selectors', list, '--at', '2025-04-01')
    assert.deepEqual([later.summary.expired, later.summary.not_yet_received], [1, 0])
    assert.deepEqual(
      [matches, later.matches].map(all => all.find(each => each.customer_id === 'c-1').named[0].source),
      ['A partner', 'An office'],
    )
  })

  await t.test(
    'keyed hashes find what plain values do; under a wrong key nothing, after as many tests',
    async () => {
      const hash = (value: string) => keyedHash(value, key)
      const open = file(
        'open.csv',
        'selector_type,value,source,received_at',
        'account,payee-1,One,2025-01-01T00:00:00Z',
        'device,device-3,One,2025-01-01T00:00:00Z',
      )
      const closed = file(
        'closed.csv',
        'selector_type,hmac_sha256,key_id,source,received_at',
        `account,${hash('PAYEE-1')},k,One,2025-01-01T00:00:00Z`,
        `device,${hash('device-3')},k,One,2025-01-01T00:00:00Z`,
      )
      const right = `k=${file('right.key', key.toString('hex'))}`
      const wrong = `k=${file('wrong.key', Buffer.alloc(32, 8).toString('hex'))}`
      const at = ['--at', '2025-12-31']
      const plainly = await match('--selectors', open, ...at)
      const keyed = await match('--selectors', closed, '--selector-key', right, ...at)
      assert.equal(plainly.matches.length, 3)
      assert.deepEqual(keyed.matches, plainly.matches)
      const failed = await match('--selectors', closed, '--selector-key', wrong, ...at)
      assert.deepEqual(failed.matches, [])
      const [tested] = failed.summary.tested
      assert.deepEqual(
        [tested.values_tested, tested.values_named],
        [keyed.summary.tested[0].values_tested, 0],
      )
      assert.ok(tested.values_tested >= 7)
      const keyless = await match('--selectors', closed, ...at)
      assert.match(keyless.summary.not_evaluated[0].reason, /hashes under the key k, which was not given/)
      const { out } = await lapwing('match', '--selectors', closed, '--selector-key', wrong, ...at)
      assert.match(out, /0 customers match 2 selectors/)
      assert.match(out, /under the key k: \d+ values of the book tested, 0 are named/)
    },
  )

  await t.test(
    'a malformed row is kept with its place and reason, without its value, and costs no other',
    async () => {
      const bad = file(
        'bad.csv',
        header,
        'account,payee-1,One,2025-01-01T00:00:00Z,,',
        'phone,hidden-7,One,today,,',
      )
      const { code, files, matches, err } = await match('--selectors', bad)
      assert.equal(code, 1)
      assert.deepEqual([files[0].read, files[0].accepted, files[0].rejected], [2, 1, 1])
      assert.equal(matches.length, 2)
      assert.match(readFileSync(files[0].rejects_file, 'utf8'), /bad\.csv","2","row 2","received_at"/)
      assert.doesNotMatch(readFileSync(files[0].rejects_file, 'utf8') + err, /hidden/)
    },
  )

  await t.test('the table says the same, and wrong use is told', async () => {
    const { out } = await lapwing('match', '--selectors', list, '--at', '2025-03-31', '--limit', '1')
    assert.match(out, /3 customers match 5 selectors of 1 file\./)
    assert.match(out, /received 1 Jan 2025, 89 days ago/)
    assert.match(out, /2 more customers: --limit shows more/)
    assert.equal((await lapwing('match')).code, 2)
    assert.equal((await lapwing('match', '--selectors', list, '--selector-key', 'k')).code, 2)
    assert.equal((await lapwing('match', '--selector-key', 'k=f')).code, 2)
    const shown = await lapwing('match', '--selectors', list, '--selector-key', `k=${key.toString('hex')}`)
    assert.equal(shown.code, 2)
    assert.ok(!shown.err.includes(key.toString('hex')))
  })

  await t.test(
    'calibrate and detect take the same files, and do not mix with runs that have none',
    async () => {
      const closed = join(folder, 'closed.csv')
      assert.equal((await lapwing('calibrate', '--selectors', list)).code, 0)
      const detected = await lapwing('detect', '--selectors', list, closed, '--json')
      assert.equal(detected.code, 0, detected.err)
      assert.match(detected.err, /hashes under the key k/)
      assert.match(detected.err, /5 selectors in plain text: \d+ values of the book tested, 5 are named\./)
      const without = await lapwing('detect')
      assert.equal(without.code, 3)
      assert.match(without.err, /with selectors if they are used/)
    },
  )
})
