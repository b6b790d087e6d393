import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { consentsSearch, entrustedSearch, orderSearch, ordersSearch } from './search.ts'

const getParentRoute = () => rootRoute
const reads = { anyOf: ['stock.read'] }

const entrustedRoute = createRoute({ getParentRoute, path: '/entrusted', staticData: reads, validateSearch: entrustedSearch.read, component: lazyRouteComponent(() => import('./EntrustedPage.tsx'), 'EntrustedPage') })
const ordersRoute = createRoute({ getParentRoute, path: '/release-orders', staticData: reads, validateSearch: ordersSearch.read, component: lazyRouteComponent(() => import('./ReleaseOrdersPage.tsx'), 'ReleaseOrdersPage') })
const giveRoute = createRoute({ getParentRoute, path: '/release-orders/new', staticData: { anyOf: ['release.order'] }, validateSearch: orderSearch.read, component: lazyRouteComponent(() => import('./OrderReleasePage.tsx'), 'OrderReleasePage') })
const orderRoute = createRoute({ getParentRoute, path: '/release-orders/$id', staticData: reads, component: lazyRouteComponent(() => import('./ReleaseOrderPage.tsx'), 'ReleaseOrderPage') })
const consentsRoute = createRoute({ getParentRoute, path: '/consents', staticData: reads, validateSearch: consentsSearch.read, component: lazyRouteComponent(() => import('./ConsentsPage.tsx'), 'ConsentsPage') })

export const entrustedRoutes = [entrustedRoute, ordersRoute, giveRoute, orderRoute, consentsRoute] as const
