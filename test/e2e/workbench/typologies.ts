import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { leave } from '../office.ts'
import { come, office, url } from './served.ts'

test('an analyst reads a typology by the keyboard, and is offered no text of cards and no coverage', async () => {
  const opened = await come('analyst', '/typologies')
  const { page } = opened
  await page.getByRole('link', { name: 'Pays for live-distance abuse' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What speaks against it' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Work on its text' }).count(), 0)
  assert.equal(await page.getByText('What the book shows').count(), 0)
  await page.goto(`${url}/typologies/live-distance-payer/text`)
  await page.getByRole('heading', { name: 'Your role does not use this page.' }).waitFor()
  await leave(opened)
})

test('a validator changes a text, is led to the mistake, mends it, and sees what differs', async () => {
  const opened = await come('validator', '/typologies/live-distance-payer')
  const { page } = opened
  await page.getByRole('button', { name: 'Work on its text' }).click()
  await page.getByText('No problem, 0 changed lines.').waitFor()
  const area = page.getByRole('textbox', { name: 'Text of live-distance-payer' })
  const text = await area.inputValue()
  await area.fill(text.replace('family: fan-out', 'family: fan-oot'))
  await page.getByText('Did you mean "fan-out"?').waitFor()
  const save = page.getByRole('button', { name: 'Save as a file' })
  assert.equal(await save.isDisabled(), true)
  await page.getByRole('button', { name: /^Line \d+/ }).click()
  const line = text.split('\n').findIndex(each => each.includes('family: fan-out')) + 1
  const at = await area.evaluate(element => (element as unknown as { selectionStart: number }).selectionStart)
  assert.equal(text.slice(0, at).split('\n').length, line)
  await area.fill(text.replace('quiet_days: 180', 'quiet_days: 90'))
  await page.getByText('No problem, 2 changed lines.').waitFor()
  const download = page.waitForEvent('download')
  await save.click()
  assert.equal((await download).suggestedFilename(), 'live-distance-payer.yaml')
  await page.getByRole('button', { name: /Show what differs/ }).click()
  await page.getByText('+ quiet_days: 90').waitFor()
  await page.getByText('- quiet_days: 180').waitFor()
  await leave(opened)
})

test('the coverage map says how it is made, and is there once it was made', async () => {
  const made = join(office.data, 'coverage.jsonl')
  await rename(made, `${made}.away`)
  const opened = await come('validator', '/coverage')
  const { page } = opened
  await page.getByText('npm run lapwing -- coverage').waitFor()
  await rename(`${made}.away`, made)
  await page.reload()
  await page.getByRole('heading', { name: 'What data would help' }).waitFor()
  await page.getByRole('columnheader', { name: /^transaction/ }).waitFor()
  await leave(opened, /409/)
})
