// Items of the catalogue as the console's forms and pages need them.
import { useQuery, type QueryClient } from '@tanstack/react-query'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type FragmentOf } from '../../shared/graphql/graphql.ts'

export const ItemChoiceFields = graphql(`
  fragment ItemChoiceFields on Item {
    id code nameZh nameEn unitZh unitEn scale spec packSize packageNameZh packPolicy tracking shelfLifeDays
  }
`)
export type ItemChoice = FragmentOf<typeof ItemChoiceFields>

const ItemSearchQuery = graphql(`query ItemSearch($search: String!) { items(search: $search, first: 20) { nodes { ...ItemChoiceFields } } }`, [ItemChoiceFields])
const ItemByCodeQuery = graphql(`query ItemByCode($code: String!) { itemByCode(code: $code) { ...ItemChoiceFields } }`, [ItemChoiceFields])

const hour = 3_600_000

/** Items that match what was typed; asks nothing for nothing. */
export const useItemSearch = (search: string) =>
  useQuery({ queryKey: ['itemSearch', search], queryFn: ({ signal }) => ask(ItemSearchQuery, { search }, signal).then((answer) => answer.items.nodes), enabled: search !== '', staleTime: hour })

const byCode = (code: string) => ({ queryKey: ['itemByCode', code], queryFn: () => ask(ItemByCodeQuery, { code }).then((answer) => answer.itemByCode), staleTime: hour })

/** The item with a code; null: there is none. */
export const useItemByCode = (code: string | undefined) => useQuery({ ...byCode(code ?? ''), enabled: code !== undefined })

/** Finds the items of pasted codes, a few at a time; a code that no item has is missing in the answer. */
export async function itemsByCodes(queries: QueryClient, codes: readonly string[]): Promise<Map<string, ItemChoice>> {
  const found = new Map<string, ItemChoice>()
  const waiting = [...new Set(codes)]
  const worker = async () => {
    for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
      const item = await queries.fetchQuery(byCode(code))
      if (item) found.set(code, item)
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return found
}
