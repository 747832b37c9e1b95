import type { Page } from 'playwright-core'

/** A page as it is looked at: axe and screenshots in both colours follow from this list. */
export interface Look {
  readonly name: string
  readonly path: string
  /** By which user of the example. */
  readonly user: string
  /** When it is there. */
  readonly ready: (page: Page) => Promise<unknown>
}

export const looks: readonly Look[] = [
  {
    name: 'queue',
    path: '/alerts?states=new,claimed,escalated',
    user: 'analyst',
    async ready(page) {
      await page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor()
      await page.getByRole('complementary').getByRole('heading', { name: 'Why' }).waitFor()
    },
  },
  {
    name: 'alert',
    path: '/alerts',
    user: 'analyst',
    async ready(page) {
      await page.locator('[aria-rowindex="2"] [role=gridcell]').nth(2).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Published sources' }).waitFor()
      await page.locator('#payments canvas').waitFor()
      await page.locator('#countries canvas').waitFor()
      await page.getByText('How far apart').waitFor()
    },
  },
  {
    name: 'account',
    path: '/account',
    user: 'auditor',
    ready: page => page.getByRole('heading', { name: 'Your account' }).waitFor(),
  },
]
