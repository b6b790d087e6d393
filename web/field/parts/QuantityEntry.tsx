import { useId, type ReactNode } from 'react'
import { compare } from '../../shared/decimal.ts'
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useWords } from '../../shared/i18n/words.ts'
import type { Item } from '../snapshot/catalogue.ts'
import { useCommon } from '../words.ts'
import { Chips } from './Chips.tsx'
import { Numpad } from './Numpad.tsx'
import { baseUnits, typeKey, typed } from './quantityText.ts'
import { quantityWords } from './quantityWords.ts'

export type Counted = Pick<Item, 'unitZh' | 'unitEn' | 'scale' | 'packSize' | 'packageNameZh'>
type Props = {
  label: string
  item: Counted
  text: string
  inPacks: boolean
  /** The text was made by scans: the first key begins anew. */
  tallied?: boolean | undefined
  onText: (text: string) => void
  /** null: only base units are asked for. */
  onInPacks: ((inPacks: boolean) => void) | null
  children?: ReactNode
}

export const unitOf = (inLanguage: 'zh' | 'en', item: { unitZh: string; unitEn: string }): string => (inLanguage === 'zh' ? item.unitZh : item.unitEn)

/** A quantity in large figures, in packs or base units, typed on our own pad or on hardware keys. */
export function QuantityEntry({ label, item, text, inPacks, tallied = false, onText, onInPacks, children }: Props) {
  const t = useWords(quantityWords)
  const c = useCommon()
  const language = useLanguage()
  const id = useId()
  const scale = inPacks ? 0 : item.scale
  const unit = unitOf(language, item)
  const pack = language === 'zh' ? item.packageNameZh : t('pack')
  const value = typed(text, scale)
  const before = tallied ? '' : text
  const packed = onInPacks !== null && compare(item.packSize, '1') > 0
  return (
    <div className="entry">
      <label htmlFor={id} className="entry-label">{label}</label>
      <div className="entry-figure">
        <input id={id} className="figure" inputMode="none" autoComplete="off" autoFocus value={text} placeholder="0"
          onChange={(event) => onText([...(tallied && event.target.value.startsWith(text) ? event.target.value.slice(text.length) : event.target.value).normalize('NFKC').replace(/[^\d.]/g, '')].reduce((so, key) => typeKey(so, key, scale), ''))} />
        <span className="entry-unit">{inPacks ? pack : unit}</span>
      </div>
      <p className="entry-sum" role="status">
        {inPacks && value ? c('packs', { packs: quantity(value), package: pack, size: quantity(item.packSize), units: quantity(baseUnits(value, true, item.packSize)), unit }) : ' '}
      </p>
      {packed && (
        <Chips label={t('countedIn')} values={['packs', 'units']} chosen={inPacks ? 'packs' : 'units'} onChoose={(chosen) => onInPacks(chosen === 'packs')}
          word={(of) => (of === 'packs' ? t('packOf', { package: pack, size: quantity(item.packSize), unit }) : unit)} />
      )}
      {children}
      <Numpad label={t('digits')} extra={scale > 0 ? '.' : '00'} onKey={(key) => onText([...key].reduce((so, one) => typeKey(so, one, scale), before))} onBackspace={() => onText(before.slice(0, -1))} />
    </div>
  )
}
