import { createRootRoute } from '@tanstack/react-router'
import { Layout } from './Layout.tsx'

/** The root of every page of the console; each topic's routes.tsx makes its routes below it. */
export const rootRoute = createRootRoute({ component: Layout })
