import { add, isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { useViewer } from '../../session/useSession.ts'
import type { Item } from '../../snapshot/catalogue.ts'
import { useFiguresOver } from '../../snapshot/useStock.ts'
import { homeWords } from './words.ts'

/** How much of an item is available at all sites of the keeper, and where: the answer without a further tap. */
export function SumOverSites({ item }: { item: Item }) {
  const t = useWords(homeWords)
  const unit = unitOf(useLanguage(), item)
  const sites = useViewer().keepsSites
  const parts = useFiguresOver(sites, item.id).filter(({ figures }) => !isZero(figures.available))
  if (sites.length === 0) return null
  return (
    <>
      <span>{t('sum', { quantity: quantity(add('0', ...parts.map(({ figures }) => figures.available))), unit })}</span>
      {sites.length > 1 && <small>{parts.map(({ site, figures }) => <span key={site.id} className="part">{site.code} {quantity(figures.available)}</span>)}</small>}
    </>
  )
}
