// Chooses the order of a list that has no headings to choose it by, such as one of cards.
//   <OrderChoice sort={sort} options={[{ value: 'NEWEST', label: t('newest') }, { value: 'LEVEL', label: t('byLevel') }]} />
import { Select } from 'antd'
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'
import type { Sort } from './useSort.ts'

export function OrderChoice({ sort, options }: { sort: Sort; options: { value: string; label: string }[] }) {
  const t = useWords(partWords)
  return (
    <label className="order-choice">
      <span className="muted">{t('orderBy')}</span>
      <Select className="select" value={sort.by} onChange={sort.set} options={options} popupMatchSelectWidth={false} />
    </label>
  )
}
