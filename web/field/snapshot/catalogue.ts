// The items and the sites, read once a day and kept.
import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'
import { readSometimes } from './read.ts'

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

const itemsQuery = queryOptions({ queryKey: ['items'], queryFn: () => readSometimes('items', loadItems, day), staleTime: day })
const gtinsQuery = queryOptions({ queryKey: ['gtins'], queryFn: () => readSometimes('gtins', loadGtins, day), staleTime: day })
const sitesQuery = queryOptions({ queryKey: ['sites'], queryFn: () => readSometimes('sites', async () => (await ask(SitesQuery)).sites.nodes, day), staleTime: day })

export const useItems = (): readonly Item[] | undefined => useQuery(itemsQuery).data?.value
export const useGtins = (): readonly Gtin[] | undefined => useQuery(gtinsQuery).data?.value
export const useSites = (): readonly Site[] | undefined => useQuery(sitesQuery).data?.value

/** Reads the catalogue and the sites, where this phone does not have them. */
export const readCatalogue = (queries: QueryClient): Promise<unknown> => Promise.all([queries.ensureQueryData(itemsQuery), queries.ensureQueryData(gtinsQuery), queries.ensureQueryData(sitesQuery)])

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
