import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'

const workbenchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./WorkbenchPage.tsx'), 'WorkbenchPage'),
})

export const workbenchRoutes = [workbenchRoute] as const
