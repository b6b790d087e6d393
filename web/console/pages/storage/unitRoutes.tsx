import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { unitSearch, unitsSearch } from './unitSearch.ts'

const getParentRoute = () => rootRoute
const reads = { anyOf: ['stock.read'] }

const unitsRoute = createRoute({ getParentRoute, path: '/units', staticData: reads, validateSearch: unitsSearch.read, component: lazyRouteComponent(() => import('./UnitsPage.tsx'), 'UnitsPage') })
const unitRoute = createRoute({ getParentRoute, path: '/units/$id', staticData: reads, validateSearch: unitSearch.read, component: lazyRouteComponent(() => import('./UnitPage.tsx'), 'UnitPage') })

export const unitRoutes = [unitsRoute, unitRoute] as const
