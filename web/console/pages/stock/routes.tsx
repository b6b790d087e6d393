import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root.tsx'
import { cardSearch, documentSearch, documentsSearch, formSearch, goodsSearch, holdsSearch, recoverSearch, recoverySearch, inTransitSearch, stockSearch } from './search.ts'
import { searchParams, text } from '../../parts/searchParams.ts'

const getParentRoute = () => rootRoute
const reads = { anyOf: ['stock.read'] }

export const itemSearch = searchParams({ after: text })

const stockRoute = createRoute({ getParentRoute, path: '/stock', staticData: reads, validateSearch: stockSearch.read, component: lazyRouteComponent(() => import('./StockPage.tsx'), 'StockPage') })
const cardRoute = createRoute({ getParentRoute, path: '/stock/card', staticData: reads, validateSearch: cardSearch.read, component: lazyRouteComponent(() => import('./StockCardPage.tsx'), 'StockCardPage') })
const inTransitRoute = createRoute({ getParentRoute, path: '/in-transit', staticData: reads, validateSearch: inTransitSearch.read, component: lazyRouteComponent(() => import('./InTransitPage.tsx'), 'InTransitPage') })
const itemRoute = createRoute({ getParentRoute, path: '/items/$code', validateSearch: itemSearch.read, component: lazyRouteComponent(() => import('./ItemPage.tsx'), 'ItemPage') })
const documentsRoute = createRoute({ getParentRoute, path: '/documents', staticData: reads, validateSearch: documentsSearch.read, component: lazyRouteComponent(() => import('./documents/DocumentsPage.tsx'), 'DocumentsPage') })
const documentRoute = createRoute({ getParentRoute, path: '/documents/$id', staticData: reads, validateSearch: documentSearch.read, component: lazyRouteComponent(() => import('./documents/DocumentPage.tsx'), 'DocumentPage') })
const receiveTransferRoute = createRoute({ getParentRoute, path: '/documents/$id/receive', staticData: { anyOf: ['stock.receive'] }, component: lazyRouteComponent(() => import('./documents/ReceiveTransferPage.tsx'), 'ReceiveTransferPage') })
const receiveRoute = createRoute({ getParentRoute, path: '/receive', staticData: { anyOf: ['stock.receive'] }, validateSearch: formSearch.read, component: lazyRouteComponent(() => import('./forms/ReceivePage.tsx'), 'ReceivePage') })
const issueRoute = createRoute({ getParentRoute, path: '/issue', staticData: { anyOf: ['stock.issue'] }, validateSearch: formSearch.read, component: lazyRouteComponent(() => import('./forms/IssuePage.tsx'), 'IssuePage') })
const transferRoute = createRoute({ getParentRoute, path: '/transfer', staticData: { anyOf: ['stock.transfer'] }, validateSearch: formSearch.read, component: lazyRouteComponent(() => import('./forms/TransferPage.tsx'), 'TransferPage') })

const adjustRoute = createRoute({ getParentRoute, path: '/adjust', staticData: { anyOf: ['stock.adjust'] }, validateSearch: goodsSearch.read, component: lazyRouteComponent(() => import('./forms/AdjustPage.tsx'), 'AdjustPage') })
const scrapRoute = createRoute({ getParentRoute, path: '/scrap', staticData: { anyOf: ['stock.scrap'] }, validateSearch: goodsSearch.read, component: lazyRouteComponent(() => import('./forms/ScrapPage.tsx'), 'ScrapPage') })
const returnRoute = createRoute({ getParentRoute, path: '/return', staticData: { anyOf: ['stock.return'] }, validateSearch: goodsSearch.read, component: lazyRouteComponent(() => import('./forms/ReturnPage.tsx'), 'ReturnPage') })
const holdsRoute = createRoute({ getParentRoute, path: '/holds', staticData: reads, validateSearch: holdsSearch.read, component: lazyRouteComponent(() => import('./holds/HoldsPage.tsx'), 'HoldsPage') })
const recoveryRoute = createRoute({ getParentRoute, path: '/recovery', staticData: reads, validateSearch: recoverySearch.read, component: lazyRouteComponent(() => import('./recovery/RecoveryPage.tsx'), 'RecoveryPage') })
const recoverRoute = createRoute({ getParentRoute, path: '/recovery/new', staticData: { anyOf: ['stock.recover'] }, validateSearch: recoverSearch.read, component: lazyRouteComponent(() => import('./recovery/RecoverPage.tsx'), 'RecoverPage') })

export const stockRoutes = [stockRoute, cardRoute, inTransitRoute, itemRoute, documentsRoute, documentRoute, receiveTransferRoute, receiveRoute, issueRoute, transferRoute, adjustRoute, scrapRoute, returnRoute, holdsRoute, recoveryRoute, recoverRoute] as const
