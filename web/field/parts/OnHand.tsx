import { isZero } from '../../shared/decimal.ts'
import { quantity, timeOfDay } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import type { ItemFigures } from '../snapshot/projection.ts'
import { useCommon } from '../words.ts'
import { signed } from './quantityText.ts'
import { unitOf } from './QuantityEntry.tsx'

/** What is on hand and available, with what this phone has not yet sent, and as of when. */
export function OnHand({ figures, item }: { figures: ItemFigures; item: { unitZh: string; unitEn: string } }) {
  const c = useCommon()
  const unit = unitOf(useLanguage(), item)
  const values = { quantity: quantity(figures.onHand), unit, pending: signed(figures.pending) }
  return (
    <p className="on-hand">
      <span>{isZero(figures.pending) ? c('onHand', values) : c('onHandPending', values)}</span> · <span>{c('available', { quantity: quantity(figures.available), unit })}</span>
      {figures.at !== null && <small> · {c('asOf', { time: timeOfDay(new Date(figures.at)) })}</small>}
    </p>
  )
}
