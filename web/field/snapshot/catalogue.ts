// The items and the sites, read once a day and kept.
import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'
import { readSometimes, readThrough } from './read.ts'

const ItemsQuery = graphql(`
  query FieldItems($after: String) {
    items(first: 250, after: $after) {
      nodes { id code nameZh nameEn subcategoryZh subcategoryEn unitZh unitEn scale spec packSize packageNameZh shelfLifeDays tracking }
      pageInfo { hasNextPage endCursor }
    }
  }
`)
const SitesQuery = graphql(`
  query FieldSites { sites(first: 250) { nodes { id code nameZh nameEn kind organisation { id parent { id } } town { id } } } }
`)
const GtinsQuery = graphql(`query FieldGtins($after: String) { gtins(first: 250, after: $after) { nodes { gtin factor levelName item { id } } pageInfo { hasNextPage endCursor } } }`)
const SearchQuery = graphql(`query FieldSearch($search: String!) { items(search: $search, first: 30) { nodes { id } } }`)

export type Item = ResultOf<typeof ItemsQuery>['items']['nodes'][number]
export type Site = ResultOf<typeof SitesQuery>['sites']['nodes'][number]

/** A trade item number, and the level of packing of the item that it names. */
export type Gtin = ResultOf<typeof GtinsQuery>['gtins']['nodes'][number]

const day = 24 * 3600 * 1000

async function loadGtins(): Promise<Gtin[]> {
  const gtins: Gtin[] = []
  for (let after: string | null = null; ; ) {
    const page: ResultOf<typeof GtinsQuery>['gtins'] = (await ask(GtinsQuery, { after })).gtins
    gtins.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return gtins
    after = page.pageInfo.endCursor
  }
}

async function loadItems(): Promise<Item[]> {
  const items: Item[] = []
  for (let after: string | null = null; ; ) {
    const page: ResultOf<typeof ItemsQuery>['items'] = (await ask(ItemsQuery, { after })).items
    items.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return items
    after = page.pageInfo.endCursor
  }
}

/** Read once a day: the day counts from when the server was asked, also over reloads. */
const daily = <T>(key: string, load: () => Promise<T>) =>
  queryOptions({ queryKey: [key], queryFn: () => readSometimes(key, load, day), staleTime: ({ state }) => Math.max(0, (state.data?.at ?? 0) + day - state.dataUpdatedAt) })
export const itemsQuery = daily('items', loadItems)
export const gtinsQuery = daily('gtins', loadGtins)
const sitesQuery = daily('sites', async () => (await ask(SitesQuery)).sites.nodes)

/** Reads the trade item numbers anew, because one that was scanned is not among those that are kept. */
export const renewGtins = async (queries: QueryClient): Promise<readonly Gtin[]> => {
  const read = await readThrough('gtins', loadGtins)
  queries.setQueryData(gtinsQuery.queryKey, read)
  return read.value
}

export const useItems = (): readonly Item[] | undefined => useQuery(itemsQuery).data?.value
export const useGtins = (): readonly Gtin[] | undefined => useQuery(gtinsQuery).data?.value
export const useSites = (): readonly Site[] | undefined => useQuery(sitesQuery).data?.value

/** Reads the catalogue and the sites, where this phone does not have them, or has those of another day. */
export const readCatalogue = (queries: QueryClient): Promise<unknown> => Promise.all([queries.fetchQuery(itemsQuery), queries.fetchQuery(gtinsQuery), queries.fetchQuery(sitesQuery)])

/** How well an item matches a typed text: lower is better; null: not at all. */
export function matchOf(item: Item, typed: string): number | null {
  const code = item.code.toLowerCase()
  if (code === typed) return 0
  if (/\d$/.test(typed) && code.endsWith(typed)) return 1
  const names = [item.nameZh.toLowerCase(), item.nameEn.toLowerCase()]
  if (names.some((name) => name === typed)) return 1
  if (names.some((name) => name.startsWith(typed))) return 2
  if (names.some((name) => name.includes(typed))) return 3
  if (code.includes(typed)) return 4
  if ([item.subcategoryZh, item.subcategoryEn, item.spec].some((text) => text.toLowerCase().includes(typed))) return 5
  return null
}

/** The best matches; also those that the server found by pinyin initials, after the others. */
export function findItems(items: readonly Item[], text: string, found: ReadonlySet<string> = new Set(), most = 30): Item[] {
  const typed = text.normalize('NFKC').trim().toLowerCase()
  if (typed === '') return []
  return items
    .map((item, index) => ({ item, index, match: matchOf(item, typed) ?? (found.has(item.id) ? 2.5 : null) }))
    .filter((row): row is typeof row & { match: number } => row.match !== null)
    .sort((a, b) => a.match - b.match || a.index - b.index)
    .slice(0, most)
    .map((row) => row.item)
}

/** What the server finds for letters that may be pinyin initials; nothing without a network. */
export function useFound(text: string): ReadonlySet<string> {
  const typed = text.trim().toLowerCase()
  const { data } = useQuery({
    queryKey: ['found', typed],
    queryFn: async () => new Set((await ask(SearchQuery, { search: typed })).items.nodes.map((item) => item.id)),
    enabled: /^[a-z0-9]{2,20}$/.test(typed),
    staleTime: day,
    retry: false,
  })
  return data ?? new Set()
}
