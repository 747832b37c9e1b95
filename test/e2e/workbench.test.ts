import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { emptyFolder, lapwing, serving } from './lapwing.ts'
import { enter, exampleOffice, leave, openPage } from './office.ts'
import { looks } from './pages.ts'

const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url))
/** Evaluated from outside, since the page itself lets no such script in. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let office: Awaited<ReturnType<typeof exampleOffice>>
let server: Awaited<ReturnType<typeof serving>>

before(async () => {
  mkdirSync(screenshots, { recursive: true })
  office = await exampleOffice(2_000)
  assert.equal((await lapwing(['coverage', '--data', office.data])).code, 0)
  server = await serving(['serve', '--data', office.data, '--port', '0'], {
    LAPWING_SIGN_INS_PER_MINUTE: '200',
  })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  assert.equal(await server?.stop(), 0)
})

const come = async (user: string, path = '/', options = {}) => {
  const opened = await openPage(browser, `${server.url}${path}`, options)
  await enter(opened.page, user, office.passwords.get(user)!)
  return opened
}
const rows = (page: Page) => page.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
const loaded = (page: Page) => page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor()

/** Rules of WCAG 2.2 AA that the page breaks, each with where. */
async function broken(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate<
    string[]
  >(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html)))`)
}
for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is whole in ${colorScheme} colours: axe finds nothing, and nothing is fetched from elsewhere`, async () => {
    const door = await openPage(browser, server.url, { colorScheme })
    await door.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await door.page.screenshot({ path: join(screenshots, `sign-in-${colorScheme}.png`) })
    assert.deepEqual(await broken(door.page), [], 'sign-in')
    await leave(door)
    for (const look of looks) {
      const opened = await come(look.user, look.path, { colorScheme })
      await look.ready(opened.page)
      await opened.page.screenshot({ path: join(screenshots, `${look.name}-${colorScheme}.png`) })
      assert.deepEqual(await broken(opened.page), [], look.name)
      assert.doesNotMatch((await opened.page.textContent('body')) ?? '', /undefined|NaN|\[object/)
      await leave(opened)
    }
  })
}

test('each role sees the pages that are its own and no other', async () => {
  const casework = ['analyst', 'investigator', 'officer', 'protection']
  const firstOf: Readonly<Record<string, string>> = {
    auditor: 'Audit chain',
    administrator: 'Administration',
    scientist: 'Approvals',
    validator: 'Approvals',
  }
  for (const user of office.passwords.keys()) {
    const opened = await come(user)
    const { page } = opened
    const isCasework = casework.includes(user) || user === 'second-officer'
    const isOfCards = ['scientist', 'validator', 'insight'].includes(user)
    const first = isCasework ? 'Queue' : (firstOf[user] ?? (isOfCards ? 'Typologies' : 'Your account'))
    await page.getByRole('heading', { level: 1, name: first }).waitFor()
    assert.equal(await page.getByRole('navigation').getByText('Queue').count(), isCasework ? 1 : 0, user)
    if (!isCasework) {
      await page.goto(`${server.url}/alerts`)
      await page.getByRole('heading', { name: 'Your role does not use this page.' }).waitFor()
    }
    await leave(opened)
  }
})

test('a wrong password is told, and after the way out nothing is to be seen', async () => {
  const opened = await openPage(browser, server.url)
  const { page } = opened
  await page.getByLabel('Name').fill('analyst')
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Name, password or code is not right.').waitFor()
  await page.getByRole('textbox', { name: 'Password' }).fill(office.passwords.get('analyst')!)
  await page.keyboard.press('Enter')
  await loaded(page)
  await page.getByRole('button', { name: 'Example Analyst' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goBack().catch(() => {})
  assert.doesNotMatch((await page.textContent('body')) ?? '', /SYN-C-/)
  await leave(opened, /401|Failed to load/)
})

test('an alert is claimed, dismissed and taken back by the keyboard alone', async () => {
  const opened = await come('analyst', '/alerts?assignee=nobody')
  const { page } = opened
  await loaded(page)
  const state = page.locator('[role=row][data-at] [data-state]')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.screenshot({ path: join(screenshots, 'keys.png') })
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.locator('[aria-rowindex="3"][data-at]').waitFor()
  await page.keyboard.press('c')
  await state.getByText('Claimed').waitFor()
  await page.keyboard.press('d')
  await page.getByRole('dialog').getByLabel('Why').waitFor()
  await page.keyboard.type('Example: family abroad, as the customer told us.')
  await page.screenshot({ path: join(screenshots, 'dismiss.png') })
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

test('an alert is judged from its picture: reasons among peers, payments chosen, zoomed and sorted, who looks the same', async () => {
  const opened = await come('analyst', '/alerts?states=new,claimed,escalated&clock=suspicion')
  const { page } = opened
  await loaded(page)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Evidence by family' }).waitFor()
  assert.ok((await page.getByRole('img', { name: /^Stands at .+ 1 in / }).count()) > 1)
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
  await page.screenshot({ path: join(screenshots, 'alert-payments.png') })
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
  await page.screenshot({ path: join(screenshots, 'alert-countries.png') })
  await leave(opened)
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

test('a session that ended is asked for anew over the page, which stays as it was', async () => {
  const opened = await come('protection', '/alerts?clock=suspicion')
  const { page } = opened
  await loaded(page)
  const count = await rows(page).count()
  await page.context().clearCookies()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.waitFor()
  await page.screenshot({ path: join(screenshots, 'session-ended.png') })
  await dialog.getByRole('textbox', { name: 'Password' }).fill(office.passwords.get('protection')!)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.match(page.url(), /clock=suspicion/)
  assert.equal(await rows(page).count(), count)
  await leave(opened, /401/)
})

test('without users the page says how the first one is made', async () => {
  const empty = await serving(['serve', '--data', emptyFolder(), '--port', '0'])
  try {
    const opened = await openPage(browser, empty.url)
    await opened.page.getByRole('heading', { name: 'Nobody can sign in yet' }).waitFor()
    await opened.page.getByText('users add NAME --roles administrator').waitFor()
    await opened.page.screenshot({ path: join(screenshots, 'no-users.png') })
    await leave(opened)
  } finally {
    assert.equal(await empty.stop(), 0)
  }
})

test('the page takes scripts of its own files alone, and an address of the interface that is not there is a problem', async () => {
  const page = await fetch(`${server.url}/alerts/anything`)
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /script-src 'self';style-src 'self' 'nonce-[\w-]{22}'/)
  assert.doesNotMatch(policy, /unsafe/)
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const absent = await fetch(`${server.url}/api/absent`)
  assert.equal(((await absent.json()) as { code: string }).code, 'not-found')
})
