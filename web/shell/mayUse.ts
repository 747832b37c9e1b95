import type { Me } from '../api/session.ts'
import { type Page, pages } from '../pages.ts'

export function mayUse(me: Me, page: Page): boolean {
  return page.action === undefined || me.may.includes(page.action)
}

/** Pages that the navigation leads this person to. */
export function navigationOf(me: Me): readonly Page[] {
  return pages.filter(page => page.inNavigation && mayUse(me, page))
}

/** Where this person begins: the first of the navigation, else the account, which everybody has. */
export function firstPageOf(me: Me): Page {
  return navigationOf(me)[0] ?? pages.find(page => mayUse(me, page))!
}
