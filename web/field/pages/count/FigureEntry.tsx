import { isZero } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { QuantityEntry, unitOf } from '../../parts/QuantityEntry.tsx'
import { totalOf, type Counted, type InHand } from './draft.ts'
import { countWords } from './words.ts'

/** A figure on the pad, in packs or base units; goods that lie in several piles are added up. */
export function FigureEntry({ item, inHand, onChange }: { item: Counted; inHand: InHand; onChange: (part: Partial<InHand>) => void }) {
  const t = useWords(countWords)
  const unit = unitOf(useLanguage(), item)
  const total = totalOf(inHand, item)
  const added = !isZero(inHand.sum)
  return (
    <QuantityEntry label={t('howMuch')} item={item} text={inHand.text} inPacks={inHand.inPacks} tallied={inHand.tallied} onText={(text) => onChange({ text, tallied: false })} onInPacks={(inPacks) => onChange({ inPacks, text: inHand.text.split('.')[0] ?? '', tallied: false })}>
      <div className="pick-bar">
        <button type="button" className="small-button" disabled={inHand.text === '' || total === null} onClick={() => onChange({ sum: total!, text: '', tallied: false })}>＋ {t('addPile')}</button>
        <span role="status">{added ? `${t('piles', { quantity: quantity(inHand.sum), unit })}${inHand.text === '' ? '' : ` · ${t('total', { quantity: quantity(total ?? '0'), unit })}`}` : total === null ? t('blank') : ''}</span>
      </div>
    </QuantityEntry>
  )
}
