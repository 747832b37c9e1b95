import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { lapwing, serving } from './lapwing.ts'
import { enter, exampleOffice, leave, openPage } from './office.ts'

let browser: Browser
let office: Awaited<ReturnType<typeof exampleOffice>>
let server: Awaited<ReturnType<typeof serving>>

before(async () => {
  office = await exampleOffice(300)
  server = await serving(['serve', '--data', office.data, '--port', '0'])
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  assert.equal(await server?.stop(), 0)
})
const come = async (user: string, path: string) => {
  const opened = await openPage(browser, `${server.url}${path}`)
  await enter(opened.page, user, office.passwords.get(user)!)
  return opened
}

test('an analyst reads a typology by the keyboard, and is offered no text of cards and no coverage', async () => {
  const opened = await come('analyst', '/typologies')
  const { page } = opened
  await page.getByRole('link', { name: 'Pays for live-distance abuse' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What speaks against it' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Work on its text' }).count(), 0)
  assert.equal(await page.getByText('What the book shows').count(), 0)
  await page.goto(`${server.url}/typologies/live-distance-payer/text`)
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
  // Nobody has asked yet what the book can show.
  await leave(opened, /409/)
})

test('the coverage map says how it is made, and is there once it was made', async () => {
  const opened = await come('validator', '/coverage')
  const { page } = opened
  await page.getByText('npm run lapwing -- coverage').waitFor()
  const made = await lapwing(['coverage', '--data', office.data])
  assert.equal(made.code, 0, made.err)
  await page.reload()
  await page.getByRole('heading', { name: 'What data would help' }).waitFor()
  await page.getByRole('columnheader', { name: /^transaction/ }).waitFor()
  await leave(opened, /409/)
})
