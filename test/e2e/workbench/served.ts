import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Cookie, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { serving } from '../lapwing.ts'
import { enter, exampleOffice, type Opened, openPage } from '../office.ts'

const screenshots = fileURLToPath(new URL('../../../screenshots/', import.meta.url))

/** The example institution, served: making it takes longer than most tests, so those of the workbench share one. */
export let office: Awaited<ReturnType<typeof exampleOffice>>
export let browser: Browser
export let url: string
/** With the passphrase of the example's own cards. */
export const passphraseFile = () => join(office.data, 'passphrase.txt')
let server: Awaited<ReturnType<typeof serving>>

before(async () => {
  mkdirSync(screenshots, { recursive: true })
  office = await exampleOffice(1_000)
  server = await serving(['serve', '--data', office.data, '--port', '0'], {
    LAPWING_PASSPHRASE_FILE: passphraseFile(),
  })
  url = server.url
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  assert.equal(await server?.stop(), 0)
})

const sessions = new Map<string, Cookie[]>()

/** A window of this user, at a path. They sign in by the page the first time, and their session goes on in later windows. */
export async function come(user: string, path = '/', options: BrowserContextOptions = {}): Promise<Opened> {
  const cookies = sessions.get(user)
  const opened = await openPage(browser, `${url}${path}`, {
    ...options,
    ...(cookies === undefined ? {} : { storageState: { cookies, origins: [] } }),
  })
  if (cookies === undefined) {
    await enter(opened.page, user, office.passwords.get(user)!)
    sessions.set(user, await opened.page.context().cookies())
  } else await opened.page.getByRole('banner').waitFor()
  return opened
}

/** Keeps the page as it looks, for people to see. */
export const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) })
