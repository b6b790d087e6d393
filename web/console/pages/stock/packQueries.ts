import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'

const PacksQuery = graphql(`query ItemPacks($itemId: ID!) { itemPacks(itemId: $itemId) { id nameZh nameEn factor revision } }`)
export type Pack = ResultOf<typeof PacksQuery>['itemPacks'][number]
const GtinsQuery = graphql(`query ItemGtins($itemId: ID!) { gtins(itemId: $itemId, first: 250) { nodes { gtin factor levelName } } }`)
export type Gtin = ResultOf<typeof GtinsQuery>['gtins']['nodes'][number]

export const askPacks = (itemId: string) => ask(PacksQuery, { itemId }).then((answer) => answer.itemPacks)
export const askGtins = (itemId: string) => ask(GtinsQuery, { itemId }).then((answer) => answer.gtins.nodes)

export const DefinePack = graphql(`mutation DefinePack($input: DefinePackInput!) { definePack(input: $input) { replayed pack { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const LinkGtin = graphql(`mutation LinkGtin($input: LinkGtinInput!) { linkGtin(input: $input) { replayed item { id } userErrors { ...UserErrors } } }`, [UserErrors])
export const UnlinkGtin = graphql(`mutation UnlinkGtin($input: UnlinkGtinInput!) { unlinkGtin(input: $input) { replayed item { id } userErrors { ...UserErrors } } }`, [UserErrors])
