import { useWords, useNames } from '../../../shared/i18n/words.ts'
import { quantity } from '../../../shared/format.ts'
import { useUnit } from '../../parts/Quantity.tsx'
import type { Kit } from './kitQueries.ts'
import { kitWords } from './kitWords.ts'

/** What one kit holds, in a line each. */
export function KitContents({ kit }: { kit: Kit }) {
  const t = useWords(kitWords)
  const name = useNames()
  const unit = useUnit()
  return <span className="code-lines">{kit.contents.map((content) => <span key={content.item.id}>{t('of', { item: name(content.item), quantity: quantity(content.quantity), unit: unit(content.item) })}</span>)}</span>
}
