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
      // Each chart is drawn when it comes to sight.
      for (const part of ['#payments', '#countries']) {
        await page.locator(part).scrollIntoViewIfNeeded()
        await page.locator(`${part} canvas`).waitFor()
      }
      await page.locator('#content').evaluate(content => content.scrollTo(0, 0))
      await page.getByText('How far apart').waitFor()
    },
  },
  {
    name: 'cases',
    path: '/cases',
    user: 'officer',
    ready: page => page.getByRole('columnheader').first().waitFor(),
  },
  {
    name: 'case',
    path: '/cases',
    user: 'officer',
    async ready(page) {
      await page.getByText('Reports due').click()
      await page.locator('tbody a').first().click()
      await page.getByRole('heading', { name: 'Timeline' }).waitFor()
      await page.getByText('Asked by').waitFor()
    },
  },
  {
    name: 'case-to-protect',
    path: '/cases',
    user: 'protection',
    async ready(page) {
      await page.locator('tbody a').first().click()
      await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    },
  },
  {
    name: 'approvals',
    path: '/approvals',
    user: 'officer',
    ready: page => page.getByRole('heading', { name: 'Waits for you' }).waitFor(),
  },
  {
    name: 'care',
    path: '/care',
    user: 'analyst',
    ready: page => page.getByRole('heading', { name: 'Looking after yourself' }).waitFor(),
  },
  {
    name: 'audit',
    path: '/audit',
    user: 'auditor',
    ready: page => page.getByRole('columnheader').first().waitFor(),
  },
  {
    name: 'administration',
    path: '/administration',
    user: 'administrator',
    ready: page => page.getByRole('columnheader').first().waitFor(),
  },
  {
    name: 'typologies',
    path: '/typologies',
    user: 'validator',
    ready: page => page.getByText('raised').first().waitFor(),
  },
  {
    name: 'typology',
    path: '/typologies/live-distance-payer',
    user: 'analyst',
    ready: page => page.getByRole('heading', { name: 'Published sources' }).waitFor(),
  },
  {
    name: 'typology-text',
    path: '/typologies/live-distance-payer/text',
    user: 'validator',
    ready: page => page.getByText('No problem, 0 changed lines.').waitFor(),
  },
  {
    name: 'coverage',
    path: '/coverage',
    user: 'validator',
    ready: page => page.getByRole('heading', { name: 'What the book can show' }).waitFor(),
  },
  {
    name: 'help',
    path: '/help',
    user: 'analyst',
    ready: page => page.getByRole('heading', { name: 'Who does what' }).waitFor(),
  },
  {
    name: 'search',
    path: '/search?q=SYN-C-0000',
    user: 'analyst',
    ready: page => page.getByRole('option').first().waitFor(),
  },
  {
    name: 'network',
    path: '/network?of=customer:SYN-C-000100',
    user: 'investigator',
    ready: page => page.locator('[data-laid-out]').waitFor(),
  },
  {
    name: 'customer',
    path: '/customers/SYN-C-000100',
    user: 'investigator',
    ready: page => page.getByRole('heading', { name: 'Latest payments' }).waitFor(),
  },
  {
    name: 'account',
    path: '/account',
    user: 'auditor',
    ready: page => page.getByRole('heading', { name: 'Your account' }).waitFor(),
  },
]
