import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { type Page, pages } from './pages.ts'
import { useMe } from './session/me.ts'
import { firstPageOf } from './shell/mayUse.ts'
import { NotFound } from './shell/NotFound.tsx'
import { PageFrame } from './shell/PageFrame.tsx'
import { PageProblem } from './shell/PageProblem.tsx'
import { PageSkeleton } from './shell/PageSkeleton.tsx'
import { Shell } from './shell/Shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const first = createRoute({ getParentRoute: () => root, path: '/', component: FirstPage })

function FirstPage() {
  return <Navigate to={firstPageOf(useMe()).path} replace />
}

function routeOf(page: Page) {
  let Content: ComponentType = PageSkeleton
  return createRoute({
    getParentRoute: () => root,
    path: page.path,
    // So that the code is on its way as soon as somebody points at a link. Not by React's `lazy`: for that React shows what stands
    // in its place even where the code is there, and then leaves it for a third of a second.
    loader: async () => {
      Content = (await page.load()).default
    },
    component: () => (
      <PageFrame page={page}>
        <Content />
      </PageFrame>
    ),
    pendingComponent: PageSkeleton,
    errorComponent: PageProblem,
  })
}

export const router = createRouter({
  routeTree: root.addChildren([first, ...pages.map(routeOf)]),
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    // Addresses come from the registry of pages, so any text is one.
    router: ReturnType<typeof createRouter>
  }
}
