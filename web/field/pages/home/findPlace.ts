// From what is scanned or typed at home to the page about it: a task, a bin or a lot of the site, or one of its latest documents.
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import type { Scanned } from '../../../shared/scan/classify.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { reaching } from '../../reach.ts'
import type { Place } from '../../session/place.ts'
import { binsOf } from '../../snapshot/bins.ts'
import type { Item } from '../../snapshot/catalogue.ts'
import { keptSite } from '../../snapshot/stock.ts'
import type { Tasks } from '../../snapshot/tasks.ts'
import { binBy } from '../count/standing.ts'

const NumbersQuery = graphql(`query FieldNumbers($site: ID!) { documents(siteId: $site, first: 250) { nodes { id number } } }`)

type Other = Exclude<Scanned, { kind: 'ITEM' | 'GS1' | 'UNREADABLE' }>

/** The address of the page, or null where there is none. */
export async function findPlace(scanned: Other, tasks: Tasks | undefined, place: Place | null, items: readonly Item[]): Promise<string | null> {
  const found = 'number' in scanned ? await findDocument(scanned.number, scanned.kind, tasks, place) : place && (await findHere(scanned.kind === 'BIN' ? scanned.code : scanned.text, scanned.kind, place, items))
  signal(found !== null)
  return found
}

async function findDocument(number: string, kind: Other['kind'], tasks: Tasks | undefined, place: Place | null): Promise<string | null> {
  const transfer = tasks?.transfers.find((row) => row.number === number)
  if (transfer) return `/arrivals/transfer/${transfer.id}`
  const waybill = tasks?.waybills.find((row) => row.number === number)
  if (waybill) return `/arrivals/waybill/${waybill.id}`
  const count = tasks?.counts.find((row) => row.number === number)
  if (count) return `/count/${count.id}`
  if (!place || kind !== 'DOCUMENT') return null
  try {
    const { documents } = await reaching(ask(NumbersQuery, { site: place.id }))
    const found = documents.nodes.find((row) => row.number === number)
    return found ? `/documents/${found.id}` : null
  } catch {
    return null
  }
}

/** A bin of the site; else the item of a lot or serial number that lies here, where it is one item: of several none is picked. */
async function findHere(text: string, kind: Other['kind'], place: Place, items: readonly Item[]): Promise<string | null> {
  const bin = binBy(await binsOf(place.id).catch(() => []), text)
  if (bin) return `/bins/${encodeURIComponent(bin.code)}`
  if (kind === 'BIN') return null
  const wanted = text.toUpperCase()
  const found = [...(await keptSite(place.id)).values()].filter(({ rows }) => rows.some(({ lot }) => lot.lotNo.toUpperCase() === wanted || lot.serialNo.toUpperCase() === wanted))
  const item = found.length === 1 ? items.find((row) => row.id === found[0]!.item) : undefined
  return item ? `/look-up/${item.code}?lot=${encodeURIComponent(text)}` : null
}
