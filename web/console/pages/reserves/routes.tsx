import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { askOverrideSearch, breachesSearch, cabinetsSearch, minimumsSearch, overridesSearch, rotationSearch, setMinimumSearch, standingSearch } from './search.ts'

const getParentRoute = () => rootRoute

const minimumsRoute = createRoute({ getParentRoute, path: '/minimums', staticData: { anyOf: ['minimum.read'] }, validateSearch: minimumsSearch.read, component: lazyRouteComponent(() => import('./MinimumsPage.tsx'), 'MinimumsPage') })
const setMinimumRoute = createRoute({ getParentRoute, path: '/minimums/set', staticData: { anyOf: ['settings.write'] }, validateSearch: setMinimumSearch.read, component: lazyRouteComponent(() => import('./SetMinimumPage.tsx'), 'SetMinimumPage') })
const overridesRoute = createRoute({ getParentRoute, path: '/overrides', staticData: { anyOf: ['override.read'] }, validateSearch: overridesSearch.read, component: lazyRouteComponent(() => import('./OverridesPage.tsx'), 'OverridesPage') })
const askOverrideRoute = createRoute({ getParentRoute, path: '/overrides/request', staticData: { anyOf: ['minimum.override'] }, validateSearch: askOverrideSearch.read, component: lazyRouteComponent(() => import('./AskOverridePage.tsx'), 'AskOverridePage') })
const breachesRoute = createRoute({ getParentRoute, path: '/breaches', staticData: { anyOf: ['minimum.read'] }, validateSearch: breachesSearch.read, component: lazyRouteComponent(() => import('./BreachesPage.tsx'), 'BreachesPage') })
const standingRoute = createRoute({ getParentRoute, path: '/standing', staticData: { anyOf: ['standing.read'] }, validateSearch: standingSearch.read, component: lazyRouteComponent(() => import('./StandingPage.tsx'), 'StandingPage') })
const rotationRoute = createRoute({ getParentRoute, path: '/rotation', staticData: { anyOf: ['rotation.read'] }, validateSearch: rotationSearch.read, component: lazyRouteComponent(() => import('./RotationPage.tsx'), 'RotationPage') })
const cabinetsRoute = createRoute({ getParentRoute, path: '/cabinets', validateSearch: cabinetsSearch.read, component: lazyRouteComponent(() => import('./CabinetsPage.tsx'), 'CabinetsPage') })

export const reserveRoutes = [minimumsRoute, setMinimumRoute, overridesRoute, askOverrideRoute, breachesRoute, standingRoute, rotationRoute, cabinetsRoute] as const
