import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { classify } from '../../../shared/scan/classify.ts'
import { scanWords } from '../../../shared/scan/scanWords.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { may } from '../../../shared/session.ts'
import { useViewer } from '../../useSession.ts'
import { planScan, type ScanPlan } from './scanFilter.ts'
import type { StockSearch } from './search.ts'
import { stockWords } from './words.ts'

const ScanQuery = graphql(`query ScanStock($code: String!) { scan(code: $code) { item { code } documents { id } } }`)

/** Filters the ledger by what a hand scanner reads; said: what became of a code that shows nothing. typed: whether a text of the search box was a code, and is being followed. */
export function useScanFilter(search: StockSearch) {
  const t = useWords(stockWords)
  const why = useWords(scanWords)
  const say = useWordError()
  const queries = useQueryClient()
  const viewer = useViewer()
  const navigate = useNavigate({ from: '/stock' })
  const [said, setSaid] = useState<string | null>(null)
  const show = (filter: { item?: string; lot?: string }) => navigate({ search: { view: filter.lot ? 'lot' : search.view, site: search.site, ...filter } }) // only a lot needs the view that shows lots
  const look = (code: string) => queries.fetchQuery({ queryKey: ['scanStock', code], queryFn: () => ask(ScanQuery, { code }).then((answer) => answer.scan) })
  const follow = async (plan: ScanPlan) => {
    setSaid(null)
    try {
      if ('show' in plan) await show(plan.show)
      else if ('bin' in plan) {
        // A bin is of a site: of the one that is looked at, else of the first that the viewer keeps.
        const site = search.site ?? viewer.keepsSites[0]?.code
        if (site && may(viewer, 'bin.read')) await navigate({ to: '/sites/$code/bins', params: { code: site }, search: { bin: plan.bin } })
        else setSaid(t('unknownScan'))
      } else if ('unreadable' in plan) setSaid(why(plan.unreadable))
      else if ('gtin' in plan) {
        const { item } = await look(plan.gtin)
        if (item) await show({ item: item.code, ...(plan.lot ? { lot: plan.lot } : {}) })
        else setSaid(t('unknownGtin', { gtin: plan.gtin }))
      } else if ('document' in plan) {
        const { documents } = await look(plan.document)
        if (documents[0]) await navigate({ to: '/documents/$id', params: { id: documents[0].id } })
        else setSaid(t('unknownDocument', { number: plan.document }))
      } else setSaid(t('unknownScan'))
    } catch (error) {
      setSaid(say(error))
    }
  }
  useScan((scanned) => void follow(planScan(scanned)))
  const typed = (text: string): boolean => {
    const plan = planScan(classify(text), true)
    if ('nothing' in plan) setSaid(null)
    else void follow(plan)
    return !('nothing' in plan)
  }
  return { said, typed }
}
