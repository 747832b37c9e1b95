import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { historyOf } from '../book/memory.ts'
import { keepCalibration } from '../casework/calibrationFile.ts'
import { calibrate } from '../detection/calibrate.ts'
import { rowsOf } from '../detection/crowd.sample.ts'
import { openPool } from '../detection/pool.ts'
import { loadExamples } from './examples.ts'
import { main } from './main.ts'
import { plain } from './terminal/style.ts'
import type { Terminal } from './terminal/terminal.ts'

const pack = mkdtempSync(join(tmpdir(), 'lapwing-'))
const data = mkdtempSync(join(tmpdir(), 'lapwing-'))

function write(name: string, text: string): void {
  mkdirSync(join(pack, name, '..'), { recursive: true })
  writeFileSync(join(pack, name), text)
}

write('pack.yaml', 'pack: sample\nversion: 0.1.0\ntitle: A sample\nfamilies: [tempo, fan-out]\n')
write(
  'sources.yaml',
  'office:\n  {publisher: An office, title: Its report, date: 2024, link: "https://example.org/a"}\n',
)
write(
  'cards/garden.yaml',
  `card: garden
version: 1
title: Pays many gardeners
typology: garden
subject: customer
role: mule
clock: suspicion
summary: An invented card for tests.
sources: [office]
gate: direction == "out"
peers: []
quiet_days: 30
measures:
  payments: {count: true, key: customer, window: 30d}
  payees: {distinct: counterparty, key: customer, window: 30d}
indicators:
  - {id: often, says: "{value} payments", measure: payments, unusual: high, family: tempo, sources: [office]}
  - {id: to-many, says: "{value} payees", measure: payees, unusual: high, family: fan-out, sources: [office]}
`,
)

function writeExample(name: string, expect: string, payees: number): void {
  write(
    `examples/garden/${name}.yaml`,
    `example: ${name}
expect: ${expect}
why: An invented history for tests.
customers:
  - {customer_id: c, kind: person, residence_country: AU, customer_since: 2020-01-01}
accounts:
  - {account_id: a, customer_id: c, product: transaction, opened_on: 2020-01-01}
payments:
  - {booked_at: 2026-03-01T20:00:00Z, account_id: a, direction: out, amount: 5, currency: AUD, rail: instant,
     status: completed, counterparty_id: "gardener-{n}", repeat: ${payees}, every: 1h}
`,
  )
}

/** Three hundred customers with one to three payees each. */
async function calibrateOnCrowd(): Promise<void> {
  const { plans } = await loadExamples([pack], undefined)
  const deeds = Array.from({ length: 300 }, (_, customer) =>
    Array.from({ length: 1 + (customer % 3) }, (_, n) => ({
      customer_id: `crowd-${customer}`,
      at: n + customer / 1_000,
      counterparty_id: `payee-${n}`,
    })),
  ).flat()
  const pool = openPool(historyOf(rowsOf(deeds), 'AUD'), plans, 1)
  await keepCalibration(data, { ...(await calibrate(pool, { budget: 1 })), cut_bans: 2 })
  await pool.close()
}

async function packsTest(...more: string[]) {
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
  const code = await main(['packs', 'test', '--packs', pack, '--data', data, ...more], terminal)
  return { code, printed, noted }
}

test('packs test says which examples of a pack come out as expected, by exit code, line and reason', async t => {
  writeExample('many-gardeners', 'alert', 12)
  writeExample('one-gardener', 'none', 1)
  await calibrateOnCrowd()

  await t.test('all as expected', async () => {
    const { code, printed } = await packsTest('--json')
    const results = printed.map(line => JSON.parse(line))
    assert.equal(code, 0)
    assert.deepEqual(
      results.map(({ example, expected, found }) => [example, expected, found]),
      [
        ['many-gardeners', 'alert', 'alert'],
        ['one-gardener', 'none', 'none'],
      ],
    )
    assert.ok(results[0].score_bans > results[0].cut_bans)
    assert.deepEqual(
      results[0].reasons.map((reason: { says: string }) => reason.says),
      ['4 payments', '4 payees'],
    )
  })

  await t.test('one that fails', async () => {
    writeExample('allotment', 'none', 9)
    const { code, printed } = await packsTest()
    assert.equal(code, 1)
    assert.match(printed.join('\n'), /allotment +none +alert/)
    assert.match(printed.join('\n'), /4 payees/)
    assert.match(printed.at(-1)!, /^1 of 3 examples/)
  })

  await t.test('one that cannot be read is told of, and the others still run', async () => {
    writeExample('allotment', 'maybe', 9)
    const { code, printed, noted } = await packsTest('--json')
    assert.equal(code, 1)
    assert.equal(printed.length, 2)
    assert.match(noted.join('\n'), /allotment\.yaml:2.*alert, none or peers/)
  })
})
