import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { breachesSearch, cabinetsSearch, minimumsSearch, rotationSearch, standingSearch } from './search.ts'

const getParentRoute = () => rootRoute

const minimumsRoute = createRoute({ getParentRoute, path: '/minimums', staticData: { anyOf: ['minimum.read'] }, validateSearch: minimumsSearch.read, component: lazyRouteComponent(() => import('./MinimumsPage.tsx'), 'MinimumsPage') })
const breachesRoute = createRoute({ getParentRoute, path: '/breaches', staticData: { anyOf: ['minimum.read'] }, validateSearch: breachesSearch.read, component: lazyRouteComponent(() => import('./BreachesPage.tsx'), 'BreachesPage') })
const standingRoute = createRoute({ getParentRoute, path: '/standing', staticData: { anyOf: ['standing.read'] }, validateSearch: standingSearch.read, component: lazyRouteComponent(() => import('./StandingPage.tsx'), 'StandingPage') })
const rotationRoute = createRoute({ getParentRoute, path: '/rotation', staticData: { anyOf: ['rotation.read'] }, validateSearch: rotationSearch.read, component: lazyRouteComponent(() => import('./RotationPage.tsx'), 'RotationPage') })
const cabinetsRoute = createRoute({ getParentRoute, path: '/cabinets', validateSearch: cabinetsSearch.read, component: lazyRouteComponent(() => import('./CabinetsPage.tsx'), 'CabinetsPage') })

export const reserveRoutes = [minimumsRoute, breachesRoute, standingRoute, rotationRoute, cabinetsRoute] as const
