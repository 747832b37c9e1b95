import assert from 'node:assert/strict'
import test from 'node:test'
import { leave } from '../office.ts'
import { broken } from './axe.ts'
import { loaded } from './queueRows.ts'
import { come, shoot } from './served.ts'

test('an alert is judged from its picture: reasons among peers, payments chosen, zoomed and sorted, who looks the same', async () => {
  const opened = await come('analyst', '/alerts?states=new,claimed,escalated&clock=suspicion')
  const { page } = opened
  await loaded(page)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Evidence by family' }).waitFor()
  assert.ok((await page.getByRole('img', { name: /^Stands at .+ 1 in / }).count()) > 1)
  await page.locator('#payments').scrollIntoViewIfNeeded()
  await page.locator('#payments canvas').waitFor()
  const table = page.getByRole('region', { name: 'Payments within sight' })
  const sorted = async () => {
    const texts = await table.locator('tbody tr td:nth-child(3)').allTextContents()
    return texts.map(text => Number(text.replaceAll(/[^0-9.]/g, '')))
  }
  await table.getByRole('button', { name: 'Amount' }).click()
  await table.locator('th[aria-sort=ascending]').filter({ hasText: 'Amount' }).waitFor()
  const amounts = await sorted()
  assert.deepEqual(
    amounts,
    amounts.toSorted((one, other) => one - other),
  )
  const last = table.locator('tbody tr').last()
  await last.getByRole('button').press('Enter')
  await last.locator('[aria-pressed=true]').waitFor()
  const facts = page.locator('#payments').getByRole('complementary')
  assert.equal(await facts.locator('dd').first().textContent(), await last.locator('td').nth(2).textContent())
  await page.locator('#payments').focus()
  await page.keyboard.press('v')
  assert.ok(await page.getByRole('radio', { name: 'Local hour' }).isChecked())
  await page.keyboard.press('+')
  await page.getByRole('button', { name: 'Whole period' }).click()
  await page.getByRole('button', { name: 'Whole period' }).waitFor({ state: 'detached' })
  await shoot(page, 'alert-payments')
  await page
    .getByRole('button', { name: /^Show its \d+ payments$/ })
    .first()
    .click()
  await page.getByText('Only those behind:').waitFor()
  await page.getByRole('button', { name: 'As a table' }).click()
  await page.getByRole('columnheader', { name: 'Middle peer' }).waitFor()
  assert.deepEqual(await broken(page), [])
  await page.locator('#payments').focus()
  await page.keyboard.press('3')
  await shoot(page, 'alert-countries')
  await leave(opened)
})
