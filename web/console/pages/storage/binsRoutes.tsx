import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { binsSearch } from './binsSearch.ts'

const binsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sites/$code/bins', staticData: { anyOf: ['bin.read'] }, validateSearch: binsSearch.read, component: lazyRouteComponent(() => import('./binsPage.tsx'), 'BinsPage') })

export const binRoutes = [binsRoute] as const
