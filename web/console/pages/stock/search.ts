// What the addresses of the stock pages may say.
import { days, flag, oneOf, searchParams, text, type Codec } from '../../parts/searchParams.ts'

/** Days within which a lot expires, or "expired". */
export const expiring: Codec<string> = (value) => (value === 'expired' ? value : days(value) === undefined ? undefined : value)

export const stockSearch = searchParams({ view: oneOf('lot'), town: text, site: text, category: text, item: text, lot: text, search: text, expiring, row: text, order: oneOf('ITEM', 'SITE', 'EXPIRES'), after: text })
export type StockSearch = ReturnType<typeof stockSearch.read>

export const cardSearch = searchParams({ site: text, item: text, order: oneOf('NEWEST', 'OLDEST'), after: text })

export const documentKinds = ['RECEIPT', 'ISSUE', 'TRANSFER', 'COUNT', 'SCRAP', 'RETURN', 'ADJUSTMENT', 'REVERSAL', 'DISPATCH', 'DELIVERY', 'RECOVERY', 'ASSEMBLY', 'BREAK_UP', 'RELEASE_ORDER'] as const
export const documentStates = ['DRAFT', 'SUBMITTED', 'APPROVED', 'REFUSED', 'CANCELLED', 'IN_TRANSIT', 'POSTED', 'REVERSED'] as const
export const documentsSearch = searchParams({ site: text, to: text, kind: oneOf(...documentKinds), state: oneOf(...documentStates), order: oneOf('NEWEST', 'OLDEST'), after: text })
export type DocumentsSearch = ReturnType<typeof documentsSearch.read>

export const inTransitSearch = searchParams({ site: text, item: text, late: flag, order: oneOf('SINCE', 'EXPECTED'), after: text })
export type InTransitSearch = ReturnType<typeof inTransitSearch.read>

/** Whether a document was just posted from here. */
export const documentSearch = searchParams({ posted: oneOf('1') })

/** What a form begins with. */
export const formSearch = searchParams({ site: text, item: text, incident: text, draft: text })

/** What a form about goods that lie at a site begins with. */
export const goodsSearch = searchParams({ site: text, item: text, lot: text, hold: text, draft: text })

export const holdsSearch = searchParams({ site: text, item: text, all: flag, order: oneOf('NEWEST', 'OLDEST'), after: text })
export const recoverySearch = searchParams({ site: text, all: flag, order: oneOf('NEWEST', 'OLDEST'), after: text })
export const recoverSearch = searchParams({ against: text, after: text })

/** The row of a drawer: site and item by code. */
export const rowOf = (site: string, item: string) => `${site}~${item}`
export function splitRow(row: string | undefined): { site: string; item: string } | null {
  const [site, item] = row?.split('~') ?? []
  return site && item ? { site, item } : null
}
