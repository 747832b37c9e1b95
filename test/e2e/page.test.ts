import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { emptyFolder, lapwing, objects, serving } from './lapwing.ts'

/** Runs in the page: lists texts whose contrast with their ground is under 4.5 to 1. */
const faintTexts = readFileSync(new URL('contrast.js', import.meta.url), 'utf8')
const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url))
const folder = emptyFolder()
const data = join(folder, 'example-2000')

let browser: Browser
let server: Awaited<ReturnType<typeof serving>>
let alerts: number

before(async () => {
  mkdirSync(screenshots, { recursive: true })
  const started = await lapwing(['start', '--once', '--json', '--customers', '2000', '--data', folder])
  assert.equal(started.code, 0, started.err)
  const last = objects(started.out).at(-1)
  alerts = Number(last?.alerts)
  assert.ok(alerts > 5 && Number(last?.payments) > 10_000 && Number(last?.total_seconds) > 0)
  // As before there are users: the page is open to this machine.
  rmSync(join(data, 'store'), { recursive: true })
  server = await serving(['serve', '--data', data, '--port', '0'])
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  assert.equal(await server?.stop(), 0)
})

interface Opened {
  readonly page: Page
  /** What must not happen: messages of the console, errors, requests that leave this server. */
  readonly wrong: readonly string[]
}

async function open(
  options: {
    readonly width?: number
    readonly height?: number
    readonly colorScheme?: 'light' | 'dark'
  } = {},
): Promise<Opened> {
  const { width = 1280, height = 800, colorScheme = 'light' } = options
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })
  const wrong: string[] = []
  page.on('console', message => wrong.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => wrong.push(String(error)))
  page.on('request', request => {
    if (!request.url().startsWith(server.url)) wrong.push(`request to ${request.url()}`)
  })
  page.on('response', response => {
    if (response.status() >= 400) wrong.push(`${response.status()} for ${response.url()}`)
  })
  await page.goto(server.url)
  await page.locator('.queue a').first().waitFor()
  return { page, wrong }
}

async function textOf(place: Locator): Promise<string> {
  return (await place.textContent()) ?? ''
}

async function close({ page, wrong }: Opened): Promise<void> {
  await page.close()
  assert.deepEqual(wrong, [])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the queue and the first alert are shown in ${colorScheme} colours`, async () => {
    const opened = await open({ colorScheme, width: 1600, height: 1000 })
    const { page } = opened
    assert.equal(await page.locator('.queue a').count(), alerts)
    await page.locator('.headline').waitFor()
    for (const title of ['Evidence by family', 'Indicators', 'What speaks against', 'Published sources']) {
      assert.equal(await page.getByRole('heading', { name: title }).count(), 1, title)
    }
    assert.ok((await page.locator('.timeline circle').count()) > 0)
    assert.match(await textOf(page.locator('article')), /1 in [\d,]+/)
    assert.doesNotMatch(await textOf(page.locator('body')), /undefined|NaN|\[object/)
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const [red = 0] = ground.match(/\d+/g)?.map(Number) ?? []
    assert.equal(red < 128, colorScheme === 'dark')
    await page.screenshot({ path: join(screenshots, `queue-${colorScheme}.png`) })
    await close(opened)
  })
}

test('the keyboard alone moves, opens, filters and changes colours', async () => {
  const opened = await open()
  const { page } = opened
  await page.locator('.headline').waitFor()
  const subjects = await page.locator('.queue .subject').allInnerTexts()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.locator('.queue li:nth-child(2) a[aria-current=true]').waitFor()
  const second = subjects[1]!.split(/\s/)[0]!
  await page.getByRole('heading', { level: 2, name: second }).waitFor()
  const before = await page.locator('html').getAttribute('data-theme')
  await page.keyboard.press('t')
  assert.notEqual(await page.locator('html').getAttribute('data-theme'), before)
  await page.keyboard.press('/')
  await page.keyboard.type(second)
  assert.equal(await page.locator('.queue a').count(), subjects.filter(text => text.includes(second)).length)
  await page.keyboard.type(' no such words')
  assert.match(await textOf(page.locator('#queue-empty')), /Press Esc/)
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.queue a').count(), alerts)
  await page.keyboard.press('?')
  assert.ok(await page.getByRole('dialog', { name: 'Keys' }).isVisible())
  await page.keyboard.press('Escape')
  await close(opened)
})

test('a possible victim is shown as someone to protect, never under suspicion', async () => {
  const opened = await open({ height: 1400 })
  const { page } = opened
  await page.locator('.to-protect a').first().click()
  await page.getByText('someone to protect, not to blame').waitFor()
  const text = await textOf(page.locator('article'))
  assert.match(text, /Protection clock/)
  assert.match(text, /possible victim/)
  assert.doesNotMatch(text, /suspicion|suspected/i)
  await page.screenshot({ path: join(screenshots, 'possible-victim.png') })
  await close(opened)
})

test('a narrow screen shows the queue, then the alert, and nothing runs over the edge', async () => {
  const opened = await open({ width: 390, height: 844 })
  const { page } = opened
  const overrun = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  assert.ok((await overrun()) <= 0)
  await page.screenshot({ path: join(screenshots, 'narrow-queue.png') })
  await page.locator('.queue a').first().click()
  await page.locator('.headline').waitFor()
  assert.ok((await overrun()) <= 0)
  await page.screenshot({ path: join(screenshots, 'narrow-alert.png'), fullPage: true })
  await page.getByText('← Queue').click()
  assert.ok(await page.locator('.queue a').first().isVisible())
  await close(opened)
})

test('text stands out enough from its ground in both colours (WCAG 2.2 AA)', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const opened = await open({ colorScheme })
    await opened.page.locator('.to-protect a').first().click()
    await opened.page.getByText('someone to protect').waitFor()
    assert.deepEqual(await opened.page.evaluate(faintTexts), [], colorScheme)
    await close(opened)
  }
})

test('an address that is not there, an unknown alert and a foreign host get problem documents', async () => {
  const none = await fetch(`${server.url}/api/alerts/nothing`)
  assert.equal(none.status, 404)
  assert.match(none.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.equal(((await none.json()) as { code: string }).code, 'unknown-alert')
  assert.equal((await fetch(`${server.url}/api/nothing`)).status, 404)
  assert.equal((await fetch(`${server.url}/api/alerts?limit=0`)).status, 400)
  assert.equal((await fetch(`${server.url}/api/alerts`, { method: 'POST' })).status, 404)
  assert.equal(await statusFor('elsewhere.example'), 421)
  assert.equal(await statusFor(new URL(server.url).host), 200)
  const health = await fetch(`${server.url}/health`)
  assert.deepEqual(await health.json(), { status: 'ok' })
  assert.match(
    health.headers.get('content-security-policy') ?? '',
    /^default-src 'self';.*frame-ancestors 'none'/,
  )
  assert.equal(health.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(health.headers.get('referrer-policy'), 'no-referrer')
})

/** The status when the server is addressed by that name, as a page that rebinds its own name to loopback would do. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${server.url}/health`, { headers: { host } }, response => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}
