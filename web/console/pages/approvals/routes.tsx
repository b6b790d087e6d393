import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'
import { rootRoute } from '../../root.tsx'

const getParentRoute = () => rootRoute

const approvalsRoute = createRoute({ getParentRoute, path: '/approvals', staticData: { anyOf: ['document.approve'] }, validateSearch: searchParams({ order: oneOf('OLDEST', 'NEWEST'), after: text }).read, component: lazyRouteComponent(() => import('./ApprovalsPage.tsx'), 'ApprovalsPage') })
const rulesRoute = createRoute({ getParentRoute, path: '/approval-rules', validateSearch: searchParams({ all: flag }).read, component: lazyRouteComponent(() => import('./RulesPage.tsx'), 'RulesPage') })

export const approvalRoutes = [approvalsRoute, rulesRoute] as const
