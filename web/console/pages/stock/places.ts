import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames } from '../../../shared/i18n/words.ts'
import { useSites } from '../../parts/sites.ts'

/** Words for a place of the ledger: a site, which the API names in Chinese, or SUPPLIER, CONSUMED and so on. */
export function usePlaces(): (place: string) => string {
  const term = useTerm()
  const name = useNames()
  const sites = useSites().data
  return (place) => {
    const site = sites?.find((one) => one.nameZh === place)
    return site ? name(site) : term(place)
  }
}
