import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { pageSize } from '../../parts/CursorPager.tsx'
import { useItemByCode } from '../../parts/items.ts'
import { useOrganisations, useSites } from '../../parts/sites.ts'
import { useCount } from '../../parts/useCount.ts'
import type { StockSearch } from './search.ts'

const StockQuery = graphql(`
  query StockBySite($siteId: ID, $itemId: ID, $townId: ID, $categoryCode: String, $search: String, $orderBy: StockOrder, $first: Int, $after: String) {
    stock(siteId: $siteId, itemId: $itemId, townId: $townId, categoryCode: $categoryCode, search: $search, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        site { id code nameZh nameEn } item { id code nameZh nameEn spec unitZh unitEn category { code nameZh nameEn } }
        onHand available reserved onHold expired nextExpiry
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const BalancesQuery = graphql(`
  query StockByLot($siteId: ID, $itemId: ID, $lotNo: String, $expiringWithinDays: Int, $orderBy: BalanceOrder, $first: Int, $after: String) {
    balances(siteId: $siteId, itemId: $itemId, lotNo: $lotNo, expiringWithinDays: $expiringWithinDays, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        site { id code nameZh nameEn } item { id code nameZh nameEn spec unitZh unitEn }
        lot { id lotNo serialNo madeOn expiresOn origin quality }
        reserve { id source custody purpose owner { id code nameZh nameEn } }
        onHand available reserved onHold expired
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const StockCountQuery = graphql(`
  query StockBySiteInAll($siteId: ID, $itemId: ID, $townId: ID, $categoryCode: String, $search: String) {
    stock(siteId: $siteId, itemId: $itemId, townId: $townId, categoryCode: $categoryCode, search: $search, first: 1) { totalCount totalCountExact }
  }
`)
const BalancesCountQuery = graphql(`
  query StockByLotInAll($siteId: ID, $itemId: ID, $lotNo: String, $expiringWithinDays: Int) {
    balances(siteId: $siteId, itemId: $itemId, lotNo: $lotNo, expiringWithinDays: $expiringWithinDays, first: 1) { totalCount totalCountExact }
  }
`)

const CategoriesQuery = graphql(`query Categories { categories { code nameZh nameEn } }`)

export type StockRow = ResultOf<typeof StockQuery>['stock']['nodes'][number]
export type BalanceRow = ResultOf<typeof BalancesQuery>['balances']['nodes'][number]

export const useCategories = () => useQuery({ queryKey: ['categories'], queryFn: () => ask(CategoriesQuery).then((answer) => answer.categories), staleTime: Infinity })

type StockFilter = { siteId?: string | undefined; itemId?: string | undefined; townId?: string | undefined; categoryCode?: string | undefined; search?: string | undefined }
type StockPage = StockFilter & { orderBy?: 'ITEM' | 'SITE' | undefined; first?: number; after?: string | undefined }

export const useStock = (filter: StockPage, enabled = true) =>
  useQuery({ queryKey: ['stock', filter], queryFn: ({ signal }) => ask(StockQuery, { first: pageSize, ...filter }, signal).then((answer) => answer.stock), placeholderData: (previous) => previous, enabled })

/** How many rows the stock of a filter has in all. */
export const useStockCount = (filter: StockFilter, rows: ReturnType<typeof useStock>, after: string | undefined) =>
  useCount(['stock', filter], rows, after, (signal) => ask(StockCountQuery, filter, signal).then((answer) => answer.stock))

type BalanceFilter = { siteId?: string | undefined; itemId?: string | undefined; lotNo?: string | undefined; expiringWithinDays?: number | undefined }
type BalancePage = BalanceFilter & { orderBy?: 'EXPIRES' | 'ITEM' | 'SITE' | undefined; first?: number; after?: string | undefined }

/** The balances of a filter; askBalances for those who fetch by hand. */
export const askBalances = (filter: BalancePage, signal?: AbortSignal) => ask(BalancesQuery, { first: pageSize, ...filter }, signal).then((answer) => answer.balances)

export const useBalances = (filter: BalancePage, enabled = true) =>
  useQuery({ queryKey: ['balances', filter], queryFn: ({ signal }) => askBalances(filter, signal), placeholderData: (previous) => previous, enabled })

/** How many balances a filter has in all. */
export const useBalanceCount = (filter: BalanceFilter, rows: ReturnType<typeof useBalances>, after: string | undefined) =>
  useCount(['balances', filter], rows, after, (signal) => ask(BalancesCountQuery, filter, signal).then((answer) => answer.balances))

/** The ids behind the codes of an address; ready once they are known, unknown names codes that nothing has. */
export function useIds(codes: Pick<StockSearch, 'site' | 'town' | 'item'>) {
  const sites = useSites()
  const organisations = useOrganisations()
  const item = useItemByCode(codes.item)
  const site = sites.data?.find((one) => one.code === codes.site)
  const town = organisations.data?.find((one) => one.code === codes.town)
  const ready = (!codes.site || sites.data !== undefined) && (!codes.town || organisations.data !== undefined) && (!codes.item || item.data !== undefined)
  const unknown: { what: 'site' | 'town' | 'item'; code: string }[] = []
  if (codes.site && sites.data && !site) unknown.push({ what: 'site', code: codes.site })
  if (codes.town && organisations.data && !town) unknown.push({ what: 'town', code: codes.town })
  if (codes.item && item.data === null) unknown.push({ what: 'item', code: codes.item })
  const failed = (codes.site && sites.error) || (codes.town && organisations.error) || (codes.item && item.error) || null
  return { site, town, item: item.data ?? undefined, ready, unknown, failed }
}

/** expiring=90 or expiring=expired as the days that the API asks for. */
export const expiringDays = (expiring: string | undefined): number | undefined => (expiring === undefined ? undefined : expiring === 'expired' ? -1 : Number(expiring))
