import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type FragmentOf, type ResultOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'
import { pageSize } from '../../parts/CursorPager.tsx'
import { ItemChoiceFields } from '../../parts/items.ts'
import { useCount } from '../../parts/useCount.ts'

const KitFields = graphql(`
  fragment KitFields on Kit {
    item { ...ItemChoiceFields } contents { quantity item { ...ItemChoiceFields } } atSite { possible onHand available nextExpiry }
  }
`, [ItemChoiceFields])
export type Kit = FragmentOf<typeof KitFields>

const KitsQuery = graphql(`
  query Kits($siteId: ID, $itemId: ID, $orderBy: KitOrder, $first: Int, $after: String) {
    kits(siteId: $siteId, itemId: $itemId, orderBy: $orderBy, first: $first, after: $after) { nodes { ...KitFields } pageInfo { hasNextPage endCursor } }
  }
`, [KitFields])

const KitsCountQuery = graphql(`query KitsInAll { kits(first: 1) { totalCount totalCountExact } }`)

const PlanQuery = graphql(`
  query KitPlan($siteId: ID!, $kitItemId: ID!, $kits: Decimal!) {
    kitPlan(siteId: $siteId, kitItemId: $kitItemId, kits: $kits) {
      possible expiresOn
      lines { needed available entrusted item { id code nameZh nameEn unitZh unitEn } picks { quantity lot { id lotNo serialNo expiresOn } } }
    }
  }
`)
export type KitPlan = ResultOf<typeof PlanQuery>['kitPlan']

const PartsQuery = graphql(`
  query KitParts($lotId: ID!) {
    kitParts(lotId: $lotId) { quantity unpacked kits item { id code nameZh nameEn unitZh unitEn scale } lot { id lotNo serialNo expiresOn } }
  }
`)
export type KitPart = ResultOf<typeof PartsQuery>['kitParts'][number]

export const DefineKit = graphql(`mutation DefineKit($input: DefineKitInput!) { defineKit(input: $input) { replayed kit { item { id code } } userErrors { ...UserErrors } } }`, [UserErrors])
export const AssembleKits = graphql(`mutation AssembleKits($input: AssembleKitsInput!) { assembleKits(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const BreakUpKits = graphql(`mutation BreakUpKits($input: BreakUpKitsInput!) { breakUpKits(input: $input) { replayed warnings { ...WarningFields } document { id number } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

export const useKits = (siteId: string | undefined, orderBy: 'CODE' | 'NAME' | undefined, after: string | undefined, enabled: boolean) =>
  useQuery({ queryKey: ['kits', siteId, orderBy, after], queryFn: ({ signal }) => ask(KitsQuery, { siteId: siteId ?? null, itemId: null, orderBy: orderBy ?? null, first: pageSize, after: after ?? null }, signal).then((answer) => answer.kits), placeholderData: (previous) => previous, enabled })

/** How many kits the catalogue has; a site is only what their figures are about. */
export const useKitCount = (rows: ReturnType<typeof useKits>, after: string | undefined) => useCount(['kits'], rows, after, (signal) => ask(KitsCountQuery, {}, signal).then((answer) => answer.kits))

/** The kit that an item is; null: it is none. */
export const useKit = (itemId: string | undefined, siteId: string | undefined, enabled: boolean) =>
  useQuery({ queryKey: ['kit', itemId, siteId], queryFn: ({ signal }) => ask(KitsQuery, { siteId: siteId ?? null, itemId: itemId!, first: 1, after: null }, signal).then((answer) => answer.kits.nodes[0] ?? null), placeholderData: (previous) => previous, enabled: enabled && itemId !== undefined })

export const useKitPlan = (siteId: string, kitItemId: string, kits: string | null) =>
  useQuery({ queryKey: ['kitPlan', siteId, kitItemId, kits], queryFn: ({ signal }) => ask(PlanQuery, { siteId, kitItemId, kits: kits! }, signal).then((answer) => answer.kitPlan), placeholderData: (previous) => previous, enabled: kits !== null })

export const useKitParts = (lotId: string) => useQuery({ queryKey: ['kitParts', lotId], queryFn: ({ signal }) => ask(PartsQuery, { lotId }, signal).then((answer) => answer.kitParts) })
