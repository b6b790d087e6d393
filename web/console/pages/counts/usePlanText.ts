import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useCategories } from '../stock/stockQueries.ts'
import type { CountView } from './countQueries.ts'
import { countWords } from './words.ts'

/** What a plan covers, in words. */
export function usePlanText(): (plan: CountView['plan']) => string {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const categories = useCategories().data
  return (plan) => {
    const seed = plan.seed ?? 0
    switch (plan.kind) {
      case 'ZONE': return t('planZone', { zone: plan.zone ?? '' })
      case 'CATEGORY': return t('planCategory', { name: name(categories?.find((category) => category.code === plan.categoryCode)) || (plan.categoryCode ?? '') })
      case 'ABC': return t('planClass', { name: plan.class ?? '' })
      case 'RANDOM': return t('planItems', { count: plan.items ?? 0, seed })
      case 'RANDOM_BINS': return t('planBins', { count: plan.bins ?? 0, seed })
      default: return term(plan.kind)
    }
  }
}
