import type { ComponentType } from 'react'
import type { Action } from './api/session.ts'
import { words } from './words/words.ts'

/** One page, as data: its address, its name, who may see it, and where its code is. */
export interface Page {
  /** As the router writes it: `/alerts/$id`. */
  readonly path: string
  /** Stands in the title of the window, and in the navigation. */
  readonly title: string
  /** Who may: those whose `/api/me` has this action. Absent: everybody who is signed in. */
  readonly action?: Action
  /** Whether the navigation and the command palette lead to it. */
  readonly inNavigation: boolean
  readonly load: () => Promise<{ readonly default: ComponentType }>
}

/** Every page. A new one is a file that exports its component as default, and a line here. */
export const pages: readonly Page[] = [
  {
    path: '/alerts',
    title: words.queue.title,
    action: 'alert.list',
    inNavigation: true,
    load: () => import('./queue/QueuePage.tsx'),
  },
  {
    path: '/alerts/$id',
    title: words.alert.title,
    action: 'alert.list',
    inNavigation: false,
    load: () => import('./alert/AlertPage.tsx'),
  },
  {
    path: '/cases',
    title: words.cases.title,
    action: 'case.list',
    inNavigation: true,
    load: () => import('./case/CasesPage.tsx'),
  },
  {
    path: '/cases/$id',
    title: words.cases.one,
    action: 'case.list',
    inNavigation: false,
    load: () => import('./case/CasePage.tsx'),
  },
  {
    path: '/approvals',
    title: words.approvals.title,
    action: 'approval.list',
    inNavigation: true,
    load: () => import('./approvals/ApprovalsPage.tsx'),
  },
  {
    path: '/audit',
    title: words.audit.title,
    action: 'audit.read',
    inNavigation: true,
    load: () => import('./audit/AuditPage.tsx'),
  },
  {
    path: '/administration',
    title: words.administration.title,
    action: 'user.list',
    inNavigation: true,
    load: () => import('./administration/AdministrationPage.tsx'),
  },
  {
    path: '/care',
    title: words.care.title,
    action: 'alert.list',
    inNavigation: false,
    load: () => import('./care/CarePage.tsx'),
  },
  {
    path: '/typologies',
    title: words.typologies.title,
    action: 'typology.list',
    inNavigation: true,
    load: () => import('./typologies/CataloguePage.tsx'),
  },
  {
    path: '/typologies/$card',
    title: words.typologies.one,
    action: 'typology.list',
    inNavigation: false,
    load: () => import('./typologies/TypologyPage.tsx'),
  },
  {
    path: '/typologies/$card/text',
    title: words.typologies.textTitle,
    action: 'own-card.read',
    inNavigation: false,
    load: () => import('./typologies/TextPage.tsx'),
  },
  {
    path: '/typologies/$card/change',
    title: words.ownCards.change.title,
    action: 'own-card.read',
    inNavigation: false,
    load: () => import('./typologies/ChangePage.tsx'),
  },
  {
    path: '/coverage',
    title: words.typologies.coverage,
    action: 'coverage.read',
    inNavigation: false,
    load: () => import('./typologies/CoveragePage.tsx'),
  },
  {
    path: '/help',
    title: words.helpPage.title,
    inNavigation: false,
    load: () => import('./help/HelpPage.tsx'),
  },
  {
    path: '/search',
    title: words.search.title,
    action: 'alert.list',
    inNavigation: true,
    load: () => import('./search/SearchPage.tsx'),
  },
  {
    path: '/network',
    title: words.network.title,
    action: 'alert.list',
    inNavigation: false,
    load: () => import('./network/NetworkPage.tsx'),
  },
  {
    path: '/customers/$id',
    title: words.subject.customer,
    action: 'alert.list',
    inNavigation: false,
    load: () => import('./subject/CustomerPage.tsx'),
  },
  {
    path: '/payees/$id',
    title: words.subject.counterparty,
    action: 'alert.list',
    inNavigation: false,
    load: () => import('./subject/PayeePage.tsx'),
  },
  {
    path: '/account',
    title: words.account.title,
    inNavigation: false,
    load: () => import('./account/AccountPage.tsx'),
  },
]
