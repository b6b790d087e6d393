// From a number on paper to the page about it: a task first, then the latest documents of the site.
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { classify } from '../../../shared/scan/classify.ts'
import { reaching } from '../../reach.ts'
import type { Place } from '../../session/place.ts'
import type { Tasks } from '../../snapshot/tasks.ts'

const NumbersQuery = graphql(`query FieldNumbers($site: ID!) { documents(siteId: $site, first: 250) { nodes { id number } } }`)

/** The address of the page, or null where there is none. */
export async function findDocument(number: string, tasks: Tasks | undefined, place: Place | null): Promise<string | null> {
  const transfer = tasks?.transfers.find((row) => row.number === number)
  if (transfer) return `/arrivals/transfer/${transfer.id}`
  const waybill = tasks?.waybills.find((row) => row.number === number)
  if (waybill) return `/arrivals/waybill/${waybill.id}`
  const count = tasks?.counts.find((row) => row.number === number)
  if (count) return `/count/${count.id}`
  if (!place || classify(number).kind !== 'DOCUMENT') return null
  try {
    const { documents } = await reaching(ask(NumbersQuery, { site: place.id }))
    const found = documents.nodes.find((row) => row.number === number)
    return found ? `/documents/${found.id}` : null
  } catch {
    return null
  }
}
