import type { ReactNode } from 'react'
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { useCommon } from '../words.ts'
import { unitOf, type Counted } from './QuantityEntry.tsx'
import { quantityWords } from './quantityWords.ts'
import { baseUnits } from './quantityText.ts'

type Props = { item: Counted & { code: string; nameZh: string; nameEn: string }; quantity: string; inPacks: boolean; onChange: () => void; onRemove: () => void; more?: ReactNode; children?: ReactNode }

/** One line of a document that is not yet confirmed. */
export function ReviewLine({ item, quantity: entered, inPacks, onChange, onRemove, more, children }: Props) {
  const c = useCommon()
  const t = useWords(quantityWords)
  const name = useNames()
  const language = useLanguage()
  const unit = unitOf(language, item)
  const units = quantity(baseUnits(entered, inPacks, item.packSize))
  return (
    <li className="card">
      <p className="card-title">
        <strong>{name(item)}</strong> <span className="code small">{item.code}</span>
      </p>
      <p className="card-figure">
        {units} <span className="entry-unit">{unit}</span>
      </p>
      {inPacks && <p className="small">{c('packs', { packs: quantity(entered), package: language === 'zh' ? item.packageNameZh : t('pack'), size: quantity(item.packSize), units, unit })}</p>}
      <div className="small">{children}</div>
      <p className="card-buttons">
        <button type="button" className="small-button" onClick={onChange} aria-label={`${c('edit')} ${name(item)}`}>{c('edit')}</button>
        <button type="button" className="small-button" onClick={onRemove} aria-label={`${c('remove')} ${name(item)}`}>{c('remove')}</button>
        {more}
      </p>
    </li>
  )
}
