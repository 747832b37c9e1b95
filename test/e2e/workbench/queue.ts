import assert from 'node:assert/strict'
import test from 'node:test'
import { leave } from '../office.ts'
import { loaded } from './queueRows.ts'
import { come, shoot } from './served.ts'

test('an alert is claimed, dismissed and taken back by the keyboard alone', async () => {
  const opened = await come('analyst', '/alerts?assignee=nobody')
  const { page } = opened
  await loaded(page)
  const state = page.locator('[role=row][data-at] [data-state]')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await shoot(page, 'keys')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.locator('[aria-rowindex="3"][data-at]').waitFor()
  await page.keyboard.press('c')
  await state.getByText('Claimed').waitFor()
  await page.keyboard.press('d')
  await page.getByRole('dialog').getByLabel('Why').waitFor()
  await page.keyboard.type('Example: family abroad, as the customer told us.')
  await shoot(page, 'dismiss')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Dismissed 1 alert.').waitFor()
  await page.keyboard.press('u')
  await page.getByText('Undone for 1 alert.').waitFor()
  await page.keyboard.press('k')
  await state.getByText('Claimed').waitFor()
  await page.keyboard.press('u')
  await state.getByText('New').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Published sources' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('grid').waitFor()
  await leave(opened)
})

test('of two who claim at once one is told, and both see who has it without loading again', async () => {
  const [one, other] = [
    await come('analyst', '/alerts?assignee=nobody'),
    await come('investigator', '/alerts?assignee=nobody'),
  ]
  await Promise.all([loaded(one.page), loaded(other.page)])
  await Promise.all([one.page.keyboard.press('c'), other.page.keyboard.press('c')])
  const told = [one, other].map(({ page }) =>
    page.getByRole('status').filter({ hasText: /Claimed 1 alert|could not/ }),
  )
  await Promise.all(told.map(each => each.waitFor()))
  const texts = await Promise.all(told.map(each => each.textContent()))
  assert.equal(texts.filter(text => /Claimed 1 alert/.test(text ?? '')).length, 1, texts.join(' | '))
  assert.equal(texts.filter(text => /Somebody else has claimed this alert/.test(text ?? '')).length, 1)
  await Promise.all([leave(one), leave(other)])
})

test('triage goes from alert to alert by the keyboard alone, and what is undone is shown again', async () => {
  const opened = await come('investigator', '/alerts?assignee=nobody')
  const { page } = opened
  await loaded(page)
  await page.keyboard.press('Enter')
  const headline = page.getByRole('heading', { level: 1 })
  const isAt = async (text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor()
  await page.getByText(/^1 of \d+ in the queue$/).waitFor()
  const first = (await headline.textContent())!
  await page.keyboard.press('j')
  await page.getByText(/^2 of \d+ in the queue$/).waitFor()
  const second = (await headline.textContent())!
  assert.notEqual(second, first)
  await page.keyboard.press('k')
  await isAt(first)
  await page.keyboard.press('d')
  await page.getByRole('dialog').getByLabel('Why').waitFor()
  await page.keyboard.type('Example: family abroad, as the customer told us.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Dismissed 1 alert.').waitFor()
  await isAt(second)
  await page.keyboard.press('u')
  await isAt(first)
  await page.getByText('Undone for 1 alert.').waitFor()
  await page.locator('[data-state=new]').waitFor()
  await leave(opened)
})
