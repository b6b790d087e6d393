import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { asOfSearch, forecastSearch, periodSearch } from './search.ts'

const getParentRoute = () => rootRoute
const reads = { anyOf: ['stock.read'] }

const asOfRoute = createRoute({ getParentRoute, path: '/history', staticData: reads, validateSearch: asOfSearch.read, component: lazyRouteComponent(() => import('./AsOfPage.tsx'), 'AsOfPage') })
const periodRoute = createRoute({ getParentRoute, path: '/stock-period', staticData: reads, validateSearch: periodSearch.read, component: lazyRouteComponent(() => import('./PeriodPage.tsx'), 'PeriodPage') })
const forecastRoute = createRoute({ getParentRoute, path: '/forecast', staticData: reads, validateSearch: forecastSearch.read, component: lazyRouteComponent(() => import('./ForecastPage.tsx'), 'ForecastPage') })

export const historyRoutes = [asOfRoute, periodRoute, forecastRoute] as const
