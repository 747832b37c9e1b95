import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { leave } from '../office.ts'
import { come, shoot } from './served.ts'

const laidOut = (page: Page) => page.locator('[data-laid-out]').waitFor()
const nodes = (page: Page) => page.locator('[data-nodes]').getAttribute('data-nodes').then(Number)
/** Waits until there are so many nodes, or more, or fewer. */
async function count(page: Page, than: '<' | '>' | '===', number: number): Promise<void> {
  const holds = {
    '<': (n: number) => n < number,
    '>': (n: number) => n > number,
    '===': (n: number) => n === number,
  }
  for (let look = 0; look < 100; look++) {
    if (holds[than](await nodes(page))) return
    await page.waitForTimeout(100)
  }
  assert.fail(`${await nodes(page)} nodes, where ${than} ${number} were expected`)
}

test('a customer is searched from anywhere, looked at, charted, expanded, tied to another by a path and exported, by the keyboard', async () => {
  const opened = await come('investigator', '/alerts')
  const { page } = opened
  await page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor()
  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: /^Search customers/ }).waitFor()
  await page.keyboard.type('SYN-C-0001')
  await page.getByRole('option', { name: 'SYN-C-000100' }).waitFor()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('SYN-A-000100-1')
  await page.getByRole('option', { name: /SYN-C-000100.*exact/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'SYN-C-000100' }).waitFor()
  await page.getByRole('heading', { name: 'Payments by month' }).waitFor()
  await page.getByRole('button', { name: 'As a table' }).click()
  await page
    .getByRole('cell', { name: /^\d{4}-\d\d$/ })
    .first()
    .waitFor()
  await page.locator('h1').click()

  await page.keyboard.press('n')
  await laidOut(page)
  const before = await nodes(page)
  await page.getByText('the chart begins here').waitFor()
  await page.keyboard.press('g')
  await count(page, '<', before)
  await page.keyboard.press('g')
  await count(page, '===', before)
  await page.keyboard.press('f')
  await page.getByText(/^Path from SYN-C-000100: go to/).waitFor()
  await page.keyboard.press('o')
  await count(page, '>', before)
  const withOrdinary = await nodes(page)
  await page.keyboard.press('w')
  await page.keyboard.type('Grocer')
  await page.keyboard.press('Enter')
  await page.keyboard.press('e')
  await count(page, '>', withOrdinary)
  await page.keyboard.press('p')
  await page.getByRole('button', { name: /^Unpin/ }).waitFor()
  await page.keyboard.press('f')
  await page.getByText('1 link apart').waitFor()
  await page.keyboard.press('Escape')
  const shown = await nodes(page)
  await page.keyboard.press('l')
  await page
    .getByRole('complementary', { name: 'Nodes of the chart' })
    .getByRole('listitem')
    .first()
    .waitFor()
  await shoot(page, 'network-expanded')

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Data (JSON)' }).click()
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'))
  assert.ok(saved.nodes.length === shown && saved.edges.length > 0)
  await page.getByText(/The export is recorded in the audit chain/).waitFor()
  await leave(opened)

  const auditor = await come('auditor')
  const links = await auditor.page.evaluate(() =>
    fetch('/api/audit/links?limit=200').then(answer => answer.text()),
  )
  assert.match(links, /network\.export/)
  await leave(auditor)
})

test('the days of the payments are narrowed by the slider, and the whole period comes back', async () => {
  const opened = await come('analyst', '/network?of=customer:SYN-C-000100')
  const { page } = opened
  await laidOut(page)
  const before = await nodes(page)
  await page.getByRole('slider', { name: 'First day' }).focus()
  await page.keyboard.press('End')
  await count(page, '<', before)
  await page.getByRole('button', { name: 'Whole period' }).click()
  await count(page, '===', before)
  await leave(opened)
})
