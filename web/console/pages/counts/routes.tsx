import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { countSearch, countsSearch, planSearch, sheetSearch } from './search.ts'

const getParentRoute = () => rootRoute
const reads = { anyOf: ['count.read'] }

const countsRoute = createRoute({ getParentRoute, path: '/counts', staticData: reads, validateSearch: countsSearch.read, component: lazyRouteComponent(() => import('./CountsPage.tsx'), 'CountsPage') })
const planRoute = createRoute({ getParentRoute, path: '/counts/new', staticData: { anyOf: ['count.write'] }, validateSearch: planSearch.read, component: lazyRouteComponent(() => import('./PlanPage.tsx'), 'PlanPage') })
const countRoute = createRoute({ getParentRoute, path: '/counts/$id', staticData: reads, validateSearch: countSearch.read, component: lazyRouteComponent(() => import('./CountPage.tsx'), 'CountPage') })
const enterRoute = createRoute({ getParentRoute, path: '/counts/$id/enter', staticData: { anyOf: ['count.enter'] }, validateSearch: sheetSearch.read, component: lazyRouteComponent(() => import('./EnterPage.tsx'), 'EnterPage') })
const sheetsRoute = createRoute({ getParentRoute, path: '/counts/$id/sheets', staticData: reads, validateSearch: sheetSearch.read, component: lazyRouteComponent(() => import('./SheetsPage.tsx'), 'SheetsPage') })

export const countRoutes = [countsRoute, planRoute, countRoute, enterRoute, sheetsRoute] as const
