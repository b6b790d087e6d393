import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { allocationSearch, boardSearch, incidentListSearch, incidentSearch, tripListSearch, waybillListSearch } from './search.ts'

export const incidentListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents',
  validateSearch: incidentListSearch.read,
  staticData: { anyOf: ['incident.read'] },
  component: lazyRouteComponent(() => import('./IncidentListPage.tsx'), 'IncidentListPage'),
})
export const openIncidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/new',
  staticData: { anyOf: ['incident.write'] },
  component: lazyRouteComponent(() => import('./OpenIncidentPage.tsx'), 'OpenIncidentPage'),
})
export const incidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$incidentId',
  validateSearch: incidentSearch.read,
  staticData: { anyOf: ['incident.read'] },
  component: lazyRouteComponent(() => import('./IncidentPage.tsx'), 'IncidentPage'),
})
export const allocationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$incidentId/allocations/$allocationId',
  validateSearch: allocationSearch.read,
  staticData: { anyOf: ['incident.read'] },
  component: lazyRouteComponent(() => import('./AllocationPage.tsx'), 'AllocationPage'),
})
export const tripListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/trips',
  validateSearch: tripListSearch.read,
  staticData: { anyOf: ['waybill.read'] },
  component: lazyRouteComponent(() => import('./TripListPage.tsx'), 'TripListPage'),
})
export const waybillListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/waybills',
  validateSearch: waybillListSearch.read,
  staticData: { anyOf: ['waybill.read'] },
  component: lazyRouteComponent(() => import('./WaybillListPage.tsx'), 'WaybillListPage'),
})
export const waybillRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/waybills/$waybillId',
  staticData: { anyOf: ['waybill.read'] },
  component: lazyRouteComponent(() => import('./WaybillPage.tsx'), 'WaybillPage'),
})
export const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/board',
  validateSearch: boardSearch.read,
  staticData: { anyOf: ['incident.read'] },
  component: lazyRouteComponent(() => import('./BoardPage.tsx'), 'BoardPage'),
})

export const incidentRoutes = [incidentListRoute, openIncidentRoute, incidentRoute, allocationRoute, tripListRoute, waybillListRoute, waybillRoute, boardRoute] as const
