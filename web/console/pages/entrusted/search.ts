// What the addresses of the pages of entrusted goods may say.
import { flag, searchParams, text } from '../../parts/searchParams.ts'

export const entrustedSearch = searchParams({ site: text, item: text, owner: text, after: text })
export const ordersSearch = searchParams({ site: text, all: flag, after: text })
/** What an order begins with: owner, site and item by code. */
export const orderSearch = searchParams({ owner: text, site: text, item: text })
export const consentsSearch = searchParams({ after: text, locked: text })
