// A decimal string as people read it, with its unit where an item is given; null is a dash, zero is pale, below zero has its sign.
//   <Quantity value={row.onHand} />      <Quantity value={line.quantity} of={line.item} />
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'

export type Measured = { unitZh: string; unitEn: string }

export function Quantity({ value, of }: { value: string | null | undefined; of?: Measured | undefined }) {
  const language = useLanguage()
  if (value === null || value === undefined) return <span className="muted">–</span>
  const text = quantity(value)
  return (
    <span className={text === '0' ? 'quantity zero' : text.startsWith('-') ? 'quantity below-zero' : 'quantity'}>
      {text.replace('-', '−')}
      {of && <span className="unit"> {language === 'zh' ? of.unitZh : of.unitEn}</span>}
    </span>
  )
}

/** The unit of an item in the language of the screen. */
export function useUnit(): (item: Measured) => string {
  const language = useLanguage()
  return (item) => (language === 'zh' ? item.unitZh : item.unitEn)
}
