import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useNames } from '../../shared/i18n/words.ts'
import { useSites } from './catalogue.ts'

/** A place of the ledger in the language of the screen: a site, which the server names in Chinese, or one such as SUPPLIER. */
export function usePlaceName(): (place: string) => string {
  const term = useTerm()
  const name = useNames()
  const sites = useSites()
  return (place) => {
    const site = sites?.find((row) => row.nameZh === place)
    return site ? name(site) : term(place)
  }
}
