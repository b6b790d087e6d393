// What the addresses of the pages of entrusted goods may say.
import { flag, oneOf, searchParams, text } from '../../parts/searchParams.ts'

export const entrustedSearch = searchParams({ site: text, item: text, owner: text, order: oneOf('EXPIRES', 'ITEM', 'SITE'), after: text })
export const ordersSearch = searchParams({ site: text, all: flag, order: oneOf('NEWEST', 'UNTIL'), after: text })
/** What an order begins with: owner, site and item by code. */
export const orderSearch = searchParams({ owner: text, site: text, item: text })
export const consentsSearch = searchParams({ order: oneOf('NEWEST', 'UNTIL'), after: text, locked: text })
