import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { openBrowser } from './browser.ts'
import { emptyFolder, lapwing } from './lapwing.ts'

/** Makes the example of a small institution, with its casework. Answers its data folder and the password of each of its users. */
export async function exampleOffice(customers: number) {
  const folder = emptyFolder()
  const size = String(customers)
  const made = await lapwing(['start', '--once', '--json', '--customers', size, '--data', folder])
  assert.equal(made.code, 0, made.err)
  const data = join(folder, `example-${size}`)
  const lines = readFileSync(join(data, 'users.txt'), 'utf8').trimEnd().split('\n')
  const passwords = new Map(lines.map(line => line.split(/\s+/).slice(0, 2) as [string, string]))
  return { data, passwords }
}

export interface Opened {
  readonly page: Page
  /** What must not happen: errors, messages of the console, requests that leave the server. */
  readonly wrong: string[]
}

type Browser = Awaited<ReturnType<typeof openBrowser>>

/** Opens a page of its own, as another person on another machine would. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Australia/Brisbane',
    ...options,
  })
  const page = await context.newPage()
  const { origin } = new URL(url)
  const wrong: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  page.on('pageerror', error => wrong.push(String(error)))
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      wrong.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  return { page, wrong }
}

/** Signs in, and waits until the shell stands. */
export async function enter(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('banner').waitFor()
}

/** Closes it; nothing may have gone wrong meanwhile but what was expected. */
export async function leave({ page, wrong }: Opened, expected: RegExp = /$^/): Promise<void> {
  await page.context().close()
  assert.deepEqual(
    wrong.filter(each => !expected.test(each)),
    [],
  )
}
