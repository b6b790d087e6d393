import { Button } from 'antd'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { besideFits, type BesideRow } from './sheets.ts'
import { sheetWords } from './sheetWords.ts'

/** What was found beside the list: item, lot number, expiry and quantity as on the label. */
export function BesideRows({ rows, onChange, tried }: { rows: readonly BesideRow[]; onChange: (rows: readonly BesideRow[]) => void; tried: boolean }) {
  const t = useWords(sheetWords)
  const term = useTerm()
  const unit = useUnit()
  const set = (key: number, part: Partial<BesideRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <>
      {rows.length > 0 && (
        <div className="grid-scroll">
          <table className="grid">
            <caption className="visually-hidden">{t('beside')}</caption>
            <thead><tr><th scope="col" className="grid-no">#</th>{[term('item'), term('lotNo'), term('serialNo'), term('expiresOn'), term('quantity')].map((head) => <th key={head} scope="col">{head}</th>)}<td /></tr></thead>
            <tbody>
              {rows.map((row, index) => {
                const label = (what: string) => `${what} ${t('rowNo', { row: index + 1 })}`
                const invalid = tried && !besideFits(row)
                return (
                  <tr key={row.key} className={invalid ? 'grid-line wrong' : 'grid-line'}>
                    <th scope="row" className="grid-no">{index + 1}</th>
                    <td className="grid-item"><ItemSelect label={label(term('item'))} value={row.item?.code} onChange={(item) => set(row.key, { item: item ?? null })} /></td>
                    <td><input className="plain-input" maxLength={40} autoComplete="off" aria-label={label(term('lotNo'))} value={row.lotNo} onChange={(event) => set(row.key, { lotNo: event.target.value })} /></td>
                    <td><input className="plain-input" maxLength={40} autoComplete="off" aria-label={label(term('serialNo'))} disabled={row.item?.tracking !== 'SERIAL'} value={row.serialNo} onChange={(event) => set(row.key, { serialNo: event.target.value })} /></td>
                    <td><input className="plain-input" type="date" aria-label={label(term('expiresOn'))} value={row.expiresOn} onChange={(event) => set(row.key, { expiresOn: event.target.value })} /></td>
                    <td><span className="grid-quantity"><input className="plain-input number-input" inputMode="decimal" autoComplete="off" aria-label={label(term('quantity'))} aria-invalid={invalid} value={row.quantity} onChange={(event) => set(row.key, { quantity: event.target.value })} />{row.item && <span className="unit">{unit(row.item)}</span>}</span></td>
                    <td><button type="button" className="icon-button" aria-label={t('removeBeside', { row: index + 1 })} onClick={() => onChange(rows.filter((one) => one.key !== row.key))}>✕</button></td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {tried && rows.some((row) => !besideFits(row)) && <p className="field-error" role="alert">{t('besideMissing')}</p>}
      <div className="actions"><Button onClick={() => onChange([...rows, { key: Math.max(0, ...rows.map((row) => row.key)) + 1, item: null, lotNo: '', serialNo: '', expiresOn: '', quantity: '' }])}>{t('addBeside')}</Button></div>
    </>
  )
}
