import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { openBrowser } from './browser.ts'
import { emptyFolder, lapwing, objects, serving } from './lapwing.ts'

const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url))

test('once there are users, the page asks who one is, shows the queue, and forgets at the way out', async () => {
  const folder = emptyFolder()
  const data = join(folder, 'example-300')
  const made = await lapwing(['start', '--once', '--json', '--customers', '300', '--data', folder])
  assert.equal(made.code, 0, made.err)
  const added = await lapwing(['users', 'add', 'e2e', '--roles', 'analyst', '--data', data, '--json'])
  assert.equal(added.code, 0, added.err)
  const password = String(objects(added.out)[0]?.password)
  const server = await serving(['serve', '--data', data, '--port', '0'])
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const errors: string[] = []
    page.on('pageerror', error => errors.push(String(error)))
    await page.goto(server.url)
    await page.getByLabel('Name').fill('e2e')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Name, password or code is not right.').waitFor()
    await page.screenshot({ path: join(screenshots, 'sign-in.png') })
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByText('alert', { exact: false }).first().waitFor()
    await page.locator('.queue a').first().waitFor()
    await page.locator('.headline').waitFor()
    assert.ok((await page.locator('.families').count()) > 0)
    await page.screenshot({ path: join(screenshots, 'signed-in.png') })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    assert.deepEqual(errors, [])
  } finally {
    await browser.close()
    assert.equal(await server.stop(), 0)
  }
})
