import { createRoute, createRouter } from '@tanstack/react-router'
import { adminRoutes } from './pages/admin/routes.tsx'
import { approvalRoutes } from './pages/approvals/routes.tsx'
import { countRoutes } from './pages/counts/routes.tsx'
import { entrustedRoutes } from './pages/entrusted/routes.tsx'
import { historyRoutes } from './pages/history/routes.tsx'
import { incidentRoutes } from './pages/incidents/routes.tsx'
import { reserveRoutes } from './pages/reserves/routes.tsx'
import { binRoutes } from './pages/storage/binsRoutes.tsx'
import { kitRoutes } from './pages/storage/kitRoutes.tsx'
import { unitRoutes } from './pages/storage/unitRoutes.tsx'
import { stockRoutes } from './pages/stock/routes.tsx'
import { workbenchRoutes } from './pages/workbench/routes.tsx'
import { parseSearch, stringifySearch } from './parts/searchParams.ts'
import { rootRoute } from './root.tsx'
import { PageError } from './shell/PageError.tsx'
import { SignInPage } from './shell/SignInPage.tsx'
import { PageSkeleton } from './parts/Skeleton.tsx'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (raw: Record<string, unknown>): { to?: string } => (typeof raw['to'] === 'string' ? { to: raw['to'] } : {}),
  component: SignInPage,
})

const routeTree = rootRoute.addChildren([signInRoute, ...workbenchRoutes, ...stockRoutes, ...approvalRoutes, ...countRoutes, ...reserveRoutes, ...entrustedRoutes, ...historyRoutes, ...incidentRoutes, ...binRoutes, ...kitRoutes, ...unitRoutes, ...adminRoutes])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 200,
  defaultErrorComponent: PageError,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
