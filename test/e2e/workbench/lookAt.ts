import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { broken } from './axe.ts'
import { shoot } from './served.ts'

/** Looks at a page in both colours: axe finds nothing, and no unknown value became text. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
    await shoot(page, `${name}-${colorScheme}`)
    assert.deepEqual(await broken(page), [], `${name}, ${colorScheme}`)
    assert.doesNotMatch((await page.textContent('body')) ?? '', /undefined|NaN|\[object/, name)
  }
}

const narrow = [
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const

/** In a narrow window the page itself is not wider than the window (WCAG 2.2, 1.4.10); tables scroll by themselves. */
export async function narrowDown(page: Page, name: string): Promise<void> {
  const usual = page.viewportSize()!
  for (const size of narrow) {
    await page.setViewportSize(size)
    await shoot(page, `${name}-${size.width}`)
    const wider = await page.evaluate<
      string[]
    >(`[document.documentElement, document.querySelector('#content')]
      .filter(each => each !== null && each.scrollWidth > each.clientWidth).map(each => each.tagName)`)
    assert.deepEqual(wider, [], `${name}, ${size.width} pixels wide`)
  }
  await page.setViewportSize(usual)
}
