import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyFolder, serving } from '../lapwing.ts'
import { leave, openPage } from '../office.ts'
import { loaded, rows } from './queueRows.ts'
import { browser, come, office, shoot, url } from './served.ts'

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
      await page.goto(`${url}/alerts`)
      await page.getByRole('heading', { name: 'Your role does not use this page.' }).waitFor()
    }
    await leave(opened)
  }
})

test('a wrong password is told, and after the way out nothing is to be seen', async () => {
  const opened = await openPage(browser, url)
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

test('a session that ended is asked for anew over the page, which stays as it was', async () => {
  const opened = await come('protection', '/alerts?clock=suspicion')
  const { page } = opened
  await loaded(page)
  const count = await rows(page).count()
  await page.context().clearCookies()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.waitFor()
  await shoot(page, 'session-ended')
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
    await shoot(opened.page, 'no-users')
    await leave(opened)
  } finally {
    assert.equal(await empty.stop(), 0)
  }
})

test('the page takes scripts of its own files alone, and an address of the interface that is not there is a problem', async () => {
  const page = await fetch(`${url}/alerts/anything`)
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /script-src 'self';style-src 'self' 'nonce-[\w-]{22}'/)
  assert.doesNotMatch(policy, /unsafe/)
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const absent = await fetch(`${url}/api/absent`)
  assert.equal(((await absent.json()) as { code: string }).code, 'not-found')
})
