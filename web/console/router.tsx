import { createRouter } from '@tanstack/react-router'
import { adminRoutes } from './pages/admin/routes.tsx'
import { incidentRoutes } from './pages/incidents/routes.tsx'
import { reserveRoutes } from './pages/reserves/routes.tsx'
import { stockRoutes } from './pages/stock/routes.tsx'
import { workbenchRoutes } from './pages/workbench/routes.tsx'
import { rootRoute } from './root.tsx'

const routeTree = rootRoute.addChildren([...workbenchRoutes, ...stockRoutes, ...reserveRoutes, ...incidentRoutes, ...adminRoutes])

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
