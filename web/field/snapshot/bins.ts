// The bins of a site, read once a day and kept, and what lies in one.
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql, type ResultOf } from '../../shared/graphql/graphql.ts'
import { readSometimes, readThrough } from './read.ts'

const BinsQuery = graphql(`query FieldBins($site: ID!, $after: String) { bins(siteId: $site, openOnly: true, first: 250, after: $after) { nodes { id code } pageInfo { hasNextPage endCursor } } }`)
const ContentsQuery = graphql(`
  query FieldBin($site: ID!, $code: String!) {
    binContents(siteId: $site, code: $code) {
      bin { id code zone lots }
      contents { item { id code nameZh nameEn unitZh unitEn spec } lot { id lotNo serialNo expiresOn } reserve { id custody owner { nameZh nameEn } } onHand available }
    }
  }
`)

export type Bin = { id: string; code: string }
export type BinRead = ResultOf<typeof ContentsQuery>['binContents']
const day = 24 * 3600 * 1000

export async function loadBins(site: string): Promise<Bin[]> {
  const bins: Bin[] = []
  for (let after: string | null = null; ; ) {
    const page: ResultOf<typeof BinsQuery>['bins'] = (await ask(BinsQuery, { site, after })).bins
    bins.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return bins
    after = page.pageInfo.endCursor
  }
}

/** The bins of a site, also without a network. */
export const binsOf = async (site: string): Promise<readonly Bin[]> => (await readSometimes(`bins:${site}`, () => loadBins(site), day)).value

/** What lies in a bin, as it was read last. */
export const binQuery = (site: string, code: string) =>
  queryOptions({ queryKey: ['history', 'bin', site, code], queryFn: () => readThrough(`bin:${site}:${code}`, async () => (await ask(ContentsQuery, { site, code })).binContents) })
