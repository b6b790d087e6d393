import { Button, Input } from 'antd'
import { memo, type KeyboardEvent } from 'react'
import { compare, fold, isZero, quantityProblem } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Quantity } from '../../parts/Quantity.tsx'
import { allocationWords } from './allocationWords.ts'
import type { AllocationLine } from './documents.ts'
import { LineFacts } from './LineFacts.tsx'

type Props = { line: AllocationLine; typed: string | undefined; editable: boolean; onEdit: (lineId: string, typed: string | null) => void; marked: boolean }

/** Enter and the arrows go from one quantity to the next, over the ends of groups too. */
export function moveAmongQuantities(event: KeyboardEvent<HTMLInputElement>): boolean {
  const by = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey) ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
  if (by === 0 || event.ctrlKey || event.metaKey) return false
  event.preventDefault()
  const all = [...document.querySelectorAll<HTMLInputElement>('input[data-quantity]')]
  const next = all[all.indexOf(event.currentTarget) + by]
  next?.focus()
  next?.select()
  return true
}

export const LineRow = memo(function LineRow({ line, typed, editable, onEdit, marked }: Props) {
  const t = useWords(allocationWords)
  const name = useNames()
  const names = { site: name(line.fromSite), lot: line.lot.lotNo }
  const problem = typed === undefined ? null : quantityProblem(typed, line.item.scale, true)
  const now = typed === undefined || problem ? line.quantity : fold(typed)
  const changed = typed !== undefined && (problem !== null || compare(now, line.quantity) !== 0)
  const struck = problem === null && isZero(now)
  return (
    <tr className={[changed && 'changed', struck && 'struck', marked && 'marked'].filter(Boolean).join(' ') || undefined}>
      <th scope="row">{name(line.fromSite)}<span className="muted owner"> {name(line.reserve.owner)}</span></th>
      <td><span className="code">{line.lot.lotNo}</span> <span className="muted nowrap">{line.lot.expiresOn ? t('expires', { date: line.lot.expiresOn }) : t('noExpiry')}</span></td>
      <td><LineFacts reason={line.reason} facts={line.facts} /></td>
      <td className="number">
        {editable ? (
          <Input
            data-quantity
            className="quantity-input"
            inputMode="decimal"
            aria-label={t('quantityOf', names)}
            status={problem ? 'error' : ''}
            value={typed ?? line.quantity}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onEdit(line.id, event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onEdit(line.id, null)
              else moveAmongQuantities(event)
            }}
          />
        ) : (
          <Quantity value={line.quantity} />
        )}
        {problem && <span className="field-error">{t('badQuantity', { scale: line.item.scale })}</span>}
        {changed && !problem && <span className="muted was">{t('was', { quantity: quantity(line.quantity) })}</span>}
        {!changed && compare(line.quantity, line.proposed) !== 0 && <span className="muted was">{isZero(line.quantity) ? `${t('struck')} · ` : ''}{t('proposed', { quantity: quantity(line.proposed) })}</span>}
      </td>
      {editable && (
        <td>
          {struck
            ? <Button size="small" className="icon-button" title={t('restore')} aria-label={t('restoreOf', names)} onClick={() => onEdit(line.id, isZero(line.quantity) ? line.proposed : null)}><Icon path="M3 6.5h6.5a3 3 0 0 1 0 6H6M3 6.5 6 3.5M3 6.5l3 3" /></Button>
            : <Button size="small" className="icon-button" title={t('strike')} aria-label={t('strikeOf', names)} onClick={() => onEdit(line.id, '0')}><Icon path="M4 4l8 8M12 4l-8 8" /></Button>}
        </td>
      )}
    </tr>
  )
})

function Icon({ path }: { path: string }) {
  return <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={path} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" /></svg>
}
