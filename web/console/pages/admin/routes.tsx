import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { auditSearch, itemsSearch, organisationsSearch, sitesSearch, vehiclesSearch } from './search.ts'

const getParentRoute = () => rootRoute

const itemsRoute = createRoute({ getParentRoute, path: '/items', validateSearch: itemsSearch.read, component: lazyRouteComponent(() => import('./ItemsPage.tsx'), 'ItemsPage') })
const sitesRoute = createRoute({ getParentRoute, path: '/sites', validateSearch: sitesSearch.read, component: lazyRouteComponent(() => import('./SitesPage.tsx'), 'SitesPage') })
const siteRoute = createRoute({ getParentRoute, path: '/sites/$code', component: lazyRouteComponent(() => import('./SitePage.tsx'), 'SitePage') })
const organisationsRoute = createRoute({ getParentRoute, path: '/organisations', validateSearch: organisationsSearch.read, component: lazyRouteComponent(() => import('./OrganisationsPage.tsx'), 'OrganisationsPage') })
const vehiclesRoute = createRoute({ getParentRoute, path: '/vehicles', staticData: { anyOf: ['vehicle.read'] }, validateSearch: vehiclesSearch.read, component: lazyRouteComponent(() => import('./VehiclesPage.tsx'), 'VehiclesPage') })
const auditRoute = createRoute({ getParentRoute, path: '/audit', staticData: { anyOf: ['audit.read'] }, validateSearch: auditSearch.read, component: lazyRouteComponent(() => import('./AuditPage.tsx'), 'AuditPage') })

export const adminRoutes = [itemsRoute, sitesRoute, siteRoute, organisationsRoute, vehiclesRoute, auditRoute] as const
