import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { kitSearch, kitsSearch } from './kitSearch.ts'

const getParentRoute = () => rootRoute
// Who sees stock sees what kits there are of it; administrators say what kits hold.
const reads = { anyOf: ['stock.read', 'settings.write'] }

const kitsRoute = createRoute({ getParentRoute, path: '/kits', staticData: reads, validateSearch: kitsSearch.read, component: lazyRouteComponent(() => import('./KitsPage.tsx'), 'KitsPage') })
const kitRoute = createRoute({ getParentRoute, path: '/kits/$code', staticData: reads, validateSearch: kitSearch.read, component: lazyRouteComponent(() => import('./KitPage.tsx'), 'KitPage') })

export const kitRoutes = [kitsRoute, kitRoute] as const
