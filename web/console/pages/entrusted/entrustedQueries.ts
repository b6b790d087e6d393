// What the pages of entrusted goods read and write.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql, type FragmentOf } from '../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../shared/graphql/warning.ts'

export const EntrustedFields = graphql(`
  fragment EntrustedFields on Balance {
    onHand available
    site { id code nameZh nameEn organisation { nameZh nameEn } }
    item { id code nameZh nameEn unitZh unitEn scale }
    lot { id lotNo serialNo expiresOn }
    reserve { id custody purpose fundingSource owner { id code nameZh nameEn } }
  }
`)
export type Entrusted = FragmentOf<typeof EntrustedFields>

export const EntrustedQuery = graphql(`
  query Entrusted($siteId: ID, $itemId: ID, $ownerId: ID, $custody: Custody, $lockedOnly: Boolean, $orderBy: BalanceOrder, $first: Int, $after: String) {
    balances(siteId: $siteId, itemId: $itemId, ownerId: $ownerId, custody: $custody, lockedOnly: $lockedOnly, orderBy: $orderBy, first: $first, after: $after) { nodes { ...EntrustedFields } pageInfo { hasNextPage endCursor } }
  }
`, [EntrustedFields])

export const EntrustedCountQuery = graphql(`
  query EntrustedInAll($siteId: ID, $itemId: ID, $ownerId: ID, $custody: Custody, $lockedOnly: Boolean) {
    balances(siteId: $siteId, itemId: $itemId, ownerId: $ownerId, custody: $custody, lockedOnly: $lockedOnly, first: 1) { totalCount totalCountExact }
  }
`)

export const OrderFields = graphql(`
  fragment OrderFields on ReleaseOrder {
    id number untilOn note state orderedBy owner { id code nameZh nameEn } site { id code nameZh nameEn }
    lines { quantity left item { id code nameZh nameEn unitZh unitEn scale } lot { id lotNo } }
  }
`)
export type Order = FragmentOf<typeof OrderFields>
export const OrdersQuery = graphql(`
  query ReleaseOrders($orderId: ID, $siteId: ID, $openOnly: Boolean, $orderBy: ReleaseOrderOrder, $first: Int, $after: String) {
    releaseOrders(orderId: $orderId, siteId: $siteId, openOnly: $openOnly, orderBy: $orderBy, first: $first, after: $after) { nodes { ...OrderFields } pageInfo { hasNextPage endCursor } }
  }
`, [OrderFields])

export const OrdersCountQuery = graphql(`query ReleaseOrdersInAll($siteId: ID, $openOnly: Boolean) { releaseOrders(siteId: $siteId, openOnly: $openOnly, first: 1) { totalCount totalCountExact } }`)

export const ConsentsQuery = graphql(`
  query PurposeConsents($orderBy: PurposeConsentOrder, $first: Int, $after: String) {
    purposeConsents(orderBy: $orderBy, first: $first, after: $after) {
      totalCount totalCountExact
      nodes { id purpose consentedBy paper untilOn inForce recordedBy recordedAt reserve { id purpose owner { nameZh nameEn } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const OrderRelease = graphql(`mutation OrderRelease($input: OrderReleaseInput!) { orderRelease(input: $input) { replayed number orderId userErrors { ...UserErrors } } }`, [UserErrors])
export const CancelReleaseOrder = graphql(`mutation CancelReleaseOrder($input: CancelReleaseOrderInput!) { cancelReleaseOrder(input: $input) { replayed number userErrors { ...UserErrors } } }`, [UserErrors])
export const RecordConsent = graphql(`mutation RecordConsent($input: RecordConsentInput!) { recordConsent(input: $input) { replayed userErrors { ...UserErrors } } }`, [UserErrors])
export const IssueByOrder = graphql(`mutation IssueByOrder($input: IssueGoodsInput!) { issueGoods(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
export const TransferByOrder = graphql(`mutation TransferByOrder($input: TransferGoodsInput!) { transferGoods(input: $input) { replayed warnings { ...WarningFields } document { id number state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

/** One order; null: there is none that the viewer may see. */
export const useOrder = (id: string) =>
  useQuery({ queryKey: ['releaseOrder', id], queryFn: ({ signal }) => ask(OrdersQuery, { orderId: id, first: 1 }, signal).then((answer) => answer.releaseOrders.nodes[0] ?? null) })

/** What of an owner lies entrusted at a site. */
export const useEntrustedAt = (siteId: string | undefined, ownerId: string | undefined) =>
  useQuery({
    queryKey: ['entrustedAt', siteId, ownerId],
    queryFn: ({ signal }) => ask(EntrustedQuery, { siteId: siteId!, ownerId: ownerId!, custody: 'ENTRUSTED', first: 250 }, signal).then((answer) => answer.balances.nodes),
    enabled: siteId !== undefined && ownerId !== undefined,
  })
