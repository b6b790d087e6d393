import { DeleteOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { compare } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { ItemSelect } from '../../../parts/ItemSelect.tsx'
import { useUnit } from '../../../parts/Quantity.tsx'
import { baseQuantity, type Line } from './lines.ts'
import { formWords } from './words.ts'

type Props = {
  line: Line
  row: number
  receipt: boolean
  serial: boolean
  columns: number
  problems: readonly string[]
  lotCell: ReactNode
  below: ReactNode
  onChange: (part: Partial<Line>) => void
  onItemChosen: () => void
  onRemove: () => void
}

/** One line of the grid, with what is wrong with it and what it would take below it. */
export function GridLine({ line, row, receipt, serial, columns, problems, lotCell, below, onChange, onItemChosen, onRemove }: Props) {
  const t = useWords(formWords)
  const term = useTerm()
  const unit = useUnit()
  const label = (what: string) => `${what} ${t('row', { row: row + 1 })}`
  const invalid = problems.length > 0
  const { item } = line
  const hasPacks = item !== null && compare(item.packSize, '1') > 0
  const base = baseQuantity(line)
  return (
    <tbody data-row={row} className={invalid ? 'grid-line wrong' : 'grid-line'}>
      <tr>
        <th scope="row" className="grid-no">{row + 1}</th>
        <td data-column="itemId" className="grid-item">
          <ItemSelect
            label={label(term('item'))}
            value={line.item?.code}
            {...(invalid ? { status: 'error' as const } : {})}
            onChange={(chosen) => {
              onChange({ item: chosen ?? null, inPacks: false, lotId: null, bin: null, quantity: chosen?.tracking === 'SERIAL' && receipt ? '1' : line.quantity })
              if (chosen) onItemChosen()
            }}
          />
        </td>
        <td>
          <span className="grid-quantity">
            <input className="plain-input number-input" data-column="quantity" inputMode="decimal" autoComplete="off" aria-label={label(term('quantity'))} aria-invalid={invalid} {...(invalid ? { 'aria-describedby': `line-${line.key}-problems` } : {})} value={line.quantity}
              onFocus={(event) => event.target.select()} onChange={(event) => onChange({ quantity: event.target.value })} />
            {hasPacks ? (
              <select className="plain-input" aria-label={label(t('unitOf'))} value={line.inPacks ? 'pack' : 'base'} onChange={(event) => onChange({ inPacks: event.target.value === 'pack' })}>
                <option value="base">{t('inBase', { name: unit(item) })}</option>
                <option value="pack">{t('inPack', { name: item.packageNameZh, size: quantity(item.packSize), unit: unit(item) })}</option>
              </select>
            ) : item && <span className="unit">{unit(item)}</span>}
          </span>
          {line.inPacks && item && base && <span className="sub">{t('makes', { quantity: quantity(base), unit: unit(item) })}</span>}
        </td>
        {receipt ? (
          <>
            <td><input className="plain-input" data-column="lotNo" autoComplete="off" maxLength={60} aria-label={label(term('lotNo'))} value={line.lotNo} onChange={(event) => onChange({ lotNo: event.target.value })} /></td>
            {serial && <td><input className="plain-input" data-column="serialNo" autoComplete="off" maxLength={40} aria-label={label(term('serialNo'))} disabled={item?.tracking !== 'SERIAL'} value={line.serialNo} onChange={(event) => onChange({ serialNo: event.target.value })} /></td>}
            <td><input className="plain-input" type="date" data-column="expiresOn" aria-label={label(term('expiresOn'))} value={line.expiresOn} onChange={(event) => onChange({ expiresOn: event.target.value })} /></td>
            <td><input className="plain-input" type="date" data-column="madeOn" aria-label={label(term('madeOn'))} value={line.madeOn} onChange={(event) => onChange({ madeOn: event.target.value })} /></td>
          </>
        ) : (
          <td className="grid-lot">{lotCell}</td>
        )}
        <td><button type="button" className="icon-button" aria-label={label(t('removeLine'))} onClick={onRemove}><DeleteOutlined aria-hidden /></button></td>
      </tr>
      {(invalid || below) && (
        <tr className="grid-below">
          <td />
          <td colSpan={columns + 1}>
            <div id={`line-${line.key}-problems`}>{problems.map((problem) => <p key={problem} className="field-error">{problem}</p>)}</div>
            {below}
          </td>
        </tr>
      )}
    </tbody>
  )
}
