import { createRootRoute } from '@tanstack/react-router'
import { Layout } from './Layout.tsx'
import { NotFound } from './shell/NotFound.tsx'
import { PageError } from './shell/PageError.tsx'

/**
 * The root of every page of the console; each topic's routes.tsx makes its routes below it. A route names the permissions one of
 * which its page needs in staticData: { anyOf: ['stock.read'] }; without them the page is not shown and says who can grant it.
 */
export const rootRoute = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: PageError })

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    anyOf?: readonly string[]
  }
}
