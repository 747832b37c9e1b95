import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../test/e2e/browser.ts'
import { enter, openPage } from '../test/e2e/office.ts'
import { benchOffices } from './casework/office.ts'
import { type Bench, median, quantile } from './result.ts'

/** What is promised of the workbench. */
const limits = {
  usableMillis: 1_500,
  interactionMillis: 100,
  scriptBytes: 350_000,
  layoutMillis: 3_000,
} as const
const [loads, moves, opens, frames, framesLongMillis, stops] = [3, 40, 10, 300, 50, 40] as const

/**
 * The workbench in Chromium, over a store with many alerts: how soon its first page can be used, how soon it answers a key, how it
 * scrolls, and how long a large link chart takes to lay out. Each against what is promised.
 */
export async function workbench({ report, say, options }: Bench): Promise<void> {
  const alerts = Math.min(50_000, options.alerts!)
  const browser = await openBrowser()
  try {
    for await (const office of benchOffices({ alerts, cases: 0 }, say, { withBook: true, keep: true })) {
      const server = await office.serve()
      try {
        const { name, password } = office.users.analyst
        const { page } = await openPage(browser, server.url)
        await enter(page, name, password)
        await firstRow(page)
        const state = await page.context().storageState()
        const against = (name: string, value: number, unit: string, limit: number, n: number) =>
          report({ name: `workbench, ${name}`, value, unit, baseline_name: 'promised at most', baseline_value: limit, ratio: limit / value, n }) // biome-ignore format: a row

        say('the first page, cold')
        const cold: { readonly millis: number; readonly bytes: number }[] = []
        for (let load = 0; load < loads; load++) cold.push(await coldLoad(browser, server.url, state))
        const usable = median(cold.map(({ millis }) => millis))
        against('first page usable after a cold load', usable, 'ms', limits.usableMillis, alerts)
        against('initial script, compressed', cold[0]!.bytes, 'bytes', limits.scriptBytes, 1)

        say('keys')
        for (const [name, millis] of await interactions(page, server.url))
          against(`${name}, 95th percentile`, quantile(millis, 0.95), 'ms', limits.interactionMillis, millis.length) // biome-ignore format: a row

        say(`scrolling ${alerts} alerts`)
        await page.goto(`${server.url}/alerts`)
        await firstRow(page)
        const { longest, long, empty } = await scroll(page)
        against('longest frame while scrolling', longest, 'ms', framesLongMillis, frames)
        const counted = { baseline_name: null, baseline_value: null, ratio: null, n: frames } as const
        report({ name: `workbench, frames over ${framesLongMillis} ms while scrolling`, value: long, unit: 'frames', ...counted }) // biome-ignore format: a row
        report({ name: 'workbench, rows on their way while scrolling, most at once', value: empty, unit: 'rows', ...counted }) // biome-ignore format: a row
        const missing = await missingRows(page)
        report({ name: `workbench, rows missing at ${stops} places of the queue`, value: missing, unit: 'rows', ...counted, n: stops }) // biome-ignore format: a row

        say('a link chart')
        const chart = await layout(page, server.url)
        against(`link chart of ${chart.nodes} nodes laid out`, chart.millis, 'ms', limits.layoutMillis, chart.nodes) // biome-ignore format: a row
        await page.context().close()
      } finally {
        await server.stop()
      }
      // The store makes no difference to a browser: the embedded one is enough.
      return
    }
  } finally {
    await browser.close()
  }
}

const firstRow = (page: Page) =>
  page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor({ timeout: 60_000 })

async function coldLoad(browser: Browser, url: string, storageState: object) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: storageState as never }) // biome-ignore format: a row
  const page = await context.newPage()
  let bytes = 0
  page.on('response', response => {
    if (response.url().endsWith('.js')) bytes += Number(response.headers()['content-length'] ?? 0)
  })
  const began = performance.now()
  await page.goto(`${url}/alerts`)
  await firstRow(page)
  const millis = performance.now() - began
  await context.close()
  return { millis, bytes }
}

/** Presses keys within the page, and takes the time until what they are for is drawn. */
async function interactions(page: Page, url: string): Promise<ReadonlyMap<string, readonly number[]>> {
  await page.goto(`${url}/alerts`)
  await firstRow(page)
  const press = (key: string, shows: string) =>
    page.evaluate<number>(`new Promise((resolve, reject) => {
      const began = performance.now()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))
      const look = () => {
        if (${shows}) resolve(performance.now() - began)
        else if (performance.now() - began > 10_000) reject(new Error('${key} shows nothing'))
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })`)
  const moved: number[] = []
  const opened: number[] = []
  const next: number[] = []
  for (let move = 0; move < moves; move++)
    moved.push(await press('j', `document.querySelector('[data-at]').getAttribute('aria-rowindex') === '${move + 3}'`)) // biome-ignore format: a row
  for (let each = 0; each < opens; each++) {
    opened.push(await press('Enter', `document.querySelector('[aria-rowindex]') === null && document.querySelector('h1, h2') !== null`)) // biome-ignore format: a row
    await page.goBack()
    await page.locator('[data-at] [role=gridcell]').nth(2).waitFor()
  }
  await page.keyboard.press('Enter')
  for (let each = 0; each < opens; each++) {
    await page.locator('#evidence').waitFor()
    await page.getByText(/ in the queue$/).waitFor()
    await page.evaluate('window.evidenceBefore = document.querySelector("#evidence")')
    next.push(await press('j', `(found => found !== null && found !== window.evidenceBefore)(document.querySelector('#evidence'))`)) // biome-ignore format: a row
  }
  return new Map([
    ['moving to the next alert', moved],
    ['opening an alert that was looked at', opened],
    ['opening the next alert', next],
  ])
}

async function scroll(page: Page) {
  return page.evaluate<{ longest: number; long: number; empty: number }>(`new Promise(resolve => {
    const list = document.querySelector('[role=grid]')
    const scrolled = [list, ...list.querySelectorAll('*'), list.parentElement].find(e => e.scrollHeight > e.clientHeight + 1000)
    const step = scrolled.scrollHeight / ${frames}
    let [last, longest, long, empty, done] = [performance.now(), 0, 0, 0, 0]
    const frame = now => {
      const took = now - last
      last = now
      if (done > 0) longest = Math.max(longest, took)
      if (done > 0 && took > ${framesLongMillis}) long++
      const rows = [...document.querySelectorAll('[role=row][aria-selected]')]
      empty = Math.max(empty, rows.filter(row => row.querySelectorAll('[role=gridcell]').length < 2).length)
      scrolled.scrollTop += step
      if (++done < ${frames}) requestAnimationFrame(frame)
      else resolve({ longest, long, empty })
    }
    requestAnimationFrame(frame)
  })`)
}

/** Jumps to places all over the queue: rows in sight that are not there, or not filled after a second. */
async function missingRows(page: Page): Promise<number> {
  let missing = 0
  for (let stop = 0; stop < stops; stop++) {
    await page.evaluate(`(list => { list.scrollTop = list.scrollHeight * ${stop / (stops - 1)} })(document.querySelector('[role=grid]'))`) // biome-ignore format: a row
    await page.waitForTimeout(1_000)
    missing += await page.evaluate<number>(`(() => {
      const list = document.querySelector('[role=grid]').getBoundingClientRect()
      const total = Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) - 1
      const rows = [...document.querySelectorAll('[role=row][aria-selected]')]
      const height = rows[0].offsetHeight
      const inSight = rows.filter(row => {
        const { top, bottom } = row.getBoundingClientRect()
        return bottom > list.top && top < list.bottom
      })
      const filled = inSight.filter(row => row.querySelectorAll('[role=gridcell]').length > 1)
      return Math.max(0, Math.min(total, Math.floor((list.height - 2 * height) / height)) - filled.length) + inSight.length - filled.length
    })()`)
  }
  return missing
}

/** As many customers as one chart begins from, with all that they deal with. */
async function layout(page: Page, url: string): Promise<{ readonly millis: number; readonly nodes: number }> {
  const of = Array.from({ length: 200 }, (_, i) => `of=customer:SYN-C-${String(i * 3).padStart(6, '0')}`)
  const laidOut = page.locator('[data-laid-out]')
  await page.goto(`${url}/network?${of.join('&')}`)
  await laidOut.waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Ordinary ones' }).click()
  await page.waitForTimeout(500)
  await laidOut.waitFor({ timeout: 60_000 })
  const nodes = Number(await page.locator('[data-nodes]').getAttribute('data-nodes'))
  await page.getByRole('button', { name: 'Lay out again' }).click()
  await page.waitForTimeout(100)
  await laidOut.waitFor({ timeout: 60_000 })
  return { millis: Number(await laidOut.getAttribute('data-laid-out')), nodes }
}
