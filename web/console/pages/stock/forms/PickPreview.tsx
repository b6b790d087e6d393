import { isZero } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { useUnit } from '../../../parts/Quantity.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import type { BalanceRow } from '../stockQueries.ts'
import type { Line } from './lines.ts'
import type { PickPreview } from './picks.ts'
import { formWords } from './words.ts'

/** The lots that a line would take, and what is missing. */
export function PickNote({ line, preview }: { line: Line; preview: PickPreview | undefined }) {
  const t = useWords(formWords)
  const unit = useUnit()
  const term = useTerm()
  if (!preview || !line.item) return null
  const of = unit(line.item)
  return (
    <p className="pick-note">
      {preview.picks.length > 0 && (
        <>
          <span className="muted">{t('takes')} </span>
          {preview.picks.map((pick) => t('takenFrom', { lot: pick.lotNo, expiry: pick.expiresOn ?? term('none'), quantity: `${quantity(pick.quantity)} ${of}` })).join(' · ')}{' '}
        </>
      )}
      {!isZero(preview.missing) && <StateTag tone="bad" word={t('missing', { missing: quantity(preview.missing), unit: of })} />}
      {!isZero(preview.missing) && !isZero(preview.entrusted) && <span className="muted"> {t('entrusted', { entrusted: quantity(preview.entrusted), unit: of })}</span>}
    </p>
  )
}

/** First expired, first out, or one lot by hand. */
export function LotChoice({ line, row, stock, onChange }: { line: Line; row: number; stock: readonly BalanceRow[] | undefined; onChange: (lotId: string | null) => void }) {
  const t = useWords(formWords)
  const term = useTerm()
  return (
    <select className="plain-input" aria-label={`${term('lot')} ${t('row', { row: row + 1 })}`} disabled={!line.item} value={line.lotId ?? ''} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{t('anyLot')}</option>
      {stock?.filter((balance) => !isZero(balance.available) || balance.lot.id === line.lotId).map((balance) => (
        <option key={`${balance.lot.id} ${balance.reserve.id}`} value={balance.lot.id}>
          {t('lotLeft', { lot: balance.lot.serialNo || balance.lot.lotNo, expiry: balance.lot.expiresOn ?? term('none'), available: quantity(balance.available) })}
        </option>
      ))}
    </select>
  )
}
