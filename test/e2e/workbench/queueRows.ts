import type { Page } from 'playwright-core'

/** Alerts of the queue, as rows. */
export const rows = (page: Page) => page.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
export const loaded = (page: Page) => page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor()
