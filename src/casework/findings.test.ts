import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Alert } from '../detection/alert.ts'
import { readAlertedPayments } from './alertedPayments.ts'
import { sampleFinding } from './alerts/finding.sample.ts'
import { citationsOf, findAlert, keepFindings, readFindings } from './findings.ts'

function alert(id: string): Alert {
  return {
    alert_id: id,
    payment_id: 'P-1',
    strongest_payment_id: 'P-1',
    last_payment_id: 'P-1',
    reasons: [{ sources: ['guide', 'other'], payment_ids: [] }],
    speaks_against: [{ sources: ['guide'], payment_ids: [] }],
  } as unknown as Alert
}

const payments = async (ids: readonly string[]) => ids.map(payment_id => ({ payment_id, purpose_code: '' }))

const folder = () => mkdtempSync(join(tmpdir(), 'lapwing-alerts-'))

test('findings are read back as they were kept, and no half-written file stays', async () => {
  const data = folder()
  const findings = {
    alerts: [alert('A-12'), alert('A-13')],
    notEvaluated: [{ what: 'payments', count: 3, reason: 'no account', remedy: 'import accounts' }],
    sources: {
      guide: { publisher: 'A unit', title: 'A guide', date: '2022', link: 'https://unit.example/' },
    },
  }
  await keepFindings(data, findings, payments)
  assert.deepEqual(await readFindings(data), findings)
  await keepFindings(data, { ...findings, alerts: [] }, payments)
  assert.deepEqual((await readFindings(data)).alerts, [])
  assert.deepEqual(readdirSync(data).sort(), [
    'alerted-payments.jsonl',
    'alerts.jsonl',
    'not-evaluated.jsonl',
    'sources.json',
  ])
})

test('the payments of an alert are kept with it; where one is missing, none are given', async () => {
  const data = folder()
  const [one, other] = [sampleFinding('a'), sampleFinding('b', { payment_id: 'lost' })]
  const findings = { alerts: [one, other], notEvaluated: [], sources: {} }
  await keepFindings(data, findings, async ids => payments(ids.filter(id => id !== 'lost')))
  const paymentsOf = await readAlertedPayments(data)
  assert.deepEqual(paymentsOf(one), [{ payment_id: 'P-1' }, { payment_id: 'P-2' }])
  assert.equal(paymentsOf(other), undefined)
  assert.equal((await readAlertedPayments(folder()))(one), undefined)
})

test('nothing detected yet, and a damaged file, each say what to do', async () => {
  const data = folder()
  await assert.rejects(readFindings(data), { code: 'no-alerts' })
  writeFileSync(join(data, 'alerts.jsonl'), '{"alert_id":')
  await assert.rejects(readFindings(data), { code: 'damaged-file' })
})

test('an alert is found by the beginning of its id that no other shares', () => {
  const alerts = [alert('A-12'), alert('A-123'), alert('A-2')]
  assert.equal(findAlert(alerts, 'A-2').alert_id, 'A-2')
  assert.equal(findAlert(alerts, 'A-12').alert_id, 'A-12')
  assert.throws(() => findAlert(alerts, 'A-1'), { code: 'ambiguous-alert' })
  assert.throws(() => findAlert(alerts, 'B'), { code: 'unknown-alert' })
})

test('a source is cited once, and one without details by its name', () => {
  const sources = {
    guide: { publisher: 'A unit', title: 'A guide', date: '2022', link: 'https://unit.example/' },
  }
  assert.deepEqual(citationsOf(alert('A-1'), sources), [
    'A unit, A guide (2022), https://unit.example/',
    'other',
  ])
})
