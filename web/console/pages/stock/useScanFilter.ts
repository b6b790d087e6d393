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
import { chooseBin, planScan, type FoundBin, type ScanPlan } from './scanFilter.ts'
import type { StockSearch } from './search.ts'
import { stockWords } from './words.ts'

const ScanQuery = graphql(`query ScanStock($code: String!) { scan(code: $code) { item { code } documents { id } bins { code site { code nameZh nameEn } } warnings { code } } }`)

/** What a code may mean, for a person to choose: bins of several sites, and the lots of that number. */
export type Choices = { bins: readonly FoundBin[]; lot: string | null }

/** Filters the ledger by what a hand scanner reads; said: what became of a code that shows nothing, with what it may mean where that is several things. typed: follows a text of the search box that is a code; otherwise it is words. */
export function useScanFilter(search: StockSearch) {
  const t = useWords(stockWords)
  const why = useWords(scanWords)
  const say = useWordError()
  const queries = useQueryClient()
  const viewer = useViewer()
  const navigate = useNavigate({ from: '/stock' })
  const [said, setSaid] = useState<string | null>(null)
  const [choices, setChoices] = useState<Choices | null>(null)
  const show = (filter: { item?: string; lot?: string }) => navigate({ search: { view: filter.lot ? 'lot' : search.view, site: search.site, ...filter } }) // only a lot needs the view that shows lots
  const look = (code: string) => queries.fetchQuery({ queryKey: ['scanStock', code], queryFn: () => ask(ScanQuery, { code }).then((answer) => answer.scan) })
  const follow = async (plan: ScanPlan, words?: () => void) => {
    setSaid(null)
    setChoices(null)
    try {
      if ('show' in plan) await show(plan.show)
      else if ('bin' in plan) {
        const found = may(viewer, 'bin.read') ? await look(plan.bin) : { bins: [], warnings: [] }
        const lot = found.warnings.some((warning) => warning.code === 'CODE_AMBIGUOUS')
        const bin = chooseBin(found.bins, search.site, lot)
        if (bin) await navigate({ to: '/sites/$code/bins', params: { code: bin.site.code }, search: { bin: bin.code } })
        else if (found.bins.length > 0) {
          setSaid(t('ambiguousCode', { code: plan.bin }))
          setChoices({ bins: found.bins, lot: lot ? (plan.lot ?? plan.bin) : null })
        } else if (plan.lot) await show({ lot: plan.lot })
        else if (words) words()
        else setSaid(t('unknownBin', { code: plan.bin }))
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
  const typed = (text: string, words: () => void) => {
    const plan = planScan(classify(text), true)
    if (!('nothing' in plan)) return void follow(plan, words)
    setSaid(null)
    setChoices(null)
    words()
  }
  return { said, choices, typed }
}
