import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { quantity } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { ItemSelect } from '../../../parts/ItemSelect.tsx'
import { useUnit } from '../../../parts/Quantity.tsx'
import { afterwards, type GoodsChoice, type GoodsLine } from './goods.ts'
import type { GoodsForm } from './useGoodsForm.ts'
import { goodsWords } from './goodsWords.ts'

/** The lines of goods that lie at a site. directions: whether a line may be found as well as missing. */
export function GoodsLines({ form, directions }: { form: GoodsForm; directions: boolean }) {
  const t = useWords(goodsWords)
  const term = useTerm()
  return (
    <>
      <div className="grid-scroll">
        <table className="grid">
          <caption className="visually-hidden">{t('lines')}</caption>
          <thead>
            <tr>
              <th scope="col" className="grid-no">#</th>
              {[term('item'), term('lot'), ...(directions ? [t('direction')] : []), term('quantity')].map((head) => <th key={head} scope="col">{head}</th>)}
              <td />
            </tr>
          </thead>
          {form.draft.lines.map((line, row) => <Row key={line.key} form={form} line={line} row={row} directions={directions} />)}
        </table>
      </div>
      <div className="actions"><Button onClick={form.addLine}>{t('addLine')}</Button></div>
    </>
  )
}

function Row({ form, line, row, directions }: { form: GoodsForm; line: GoodsLine; row: number; directions: boolean }) {
  const t = useWords(goodsWords)
  const term = useTerm()
  const unit = useUnit()
  const label = (what: string) => `${what} ${t('row', { row: row + 1 })}`
  const problems = form.problems.filter((problem) => problem.key === line.key)
  const invalid = problems.length > 0
  const choice = form.choiceOf(line)
  const choices = line.item ? form.choices.get(line.item.id) : undefined
  const after = directions ? afterwards(line, choice) : null
  const said = useChoiceWords()
  return (
    <tbody className={invalid ? 'grid-line wrong' : 'grid-line'}>
      <tr>
        <th scope="row" className="grid-no">{row + 1}</th>
        <td className="grid-item">
          <ItemSelect label={label(term('item'))} value={line.item?.code} {...(invalid ? { status: 'error' as const } : {})} onChange={(item) => form.setLine(line.key, { item: item ?? null, lotId: null, reserveId: null, holdId: null })} />
        </td>
        <td className="grid-lot">
          <select className="plain-input" aria-label={label(term('lot'))} disabled={!choices} value={choice?.key ?? ''} onChange={(event) => {
            const chosen = choices?.find((one) => one.key === event.target.value)
            form.setLine(line.key, { lotId: chosen?.lotId ?? null, reserveId: chosen?.reserveId ?? null, holdId: chosen?.holdId ?? null })
          }}>
            <option value="">{line.item && choices?.length === 0 ? t('nothingHere') : t('chooseGoods')}</option>
            {choices?.map((one) => <option key={one.key} value={one.key}>{said(one)}</option>)}
          </select>
        </td>
        {directions && (
          <td>
            <select className="plain-input" aria-label={label(t('direction'))} value={line.found ? 'found' : 'missing'} onChange={(event) => form.setLine(line.key, { found: event.target.value === 'found' })}>
              <option value="missing">{t('missing')}</option>
              <option value="found">{t('found')}</option>
            </select>
          </td>
        )}
        <td>
          <span className="grid-quantity">
            <input className="plain-input number-input" inputMode="decimal" autoComplete="off" aria-label={label(term('quantity'))} aria-invalid={invalid} {...(invalid ? { 'aria-describedby': `goods-${line.key}-problems` } : {})} value={line.quantity} onFocus={(event) => event.target.select()} onChange={(event) => form.setLine(line.key, { quantity: event.target.value })} />
            {line.item && <span className="unit">{unit(line.item)}</span>}
          </span>
        </td>
        <td><button type="button" className="icon-button" aria-label={label(t('removeLine'))} onClick={() => form.removeLine(line.key)}><DeleteOutlined aria-hidden /></button></td>
      </tr>
      {(invalid || choice) && (
        <tr className="grid-below">
          <td />
          <td colSpan={directions ? 5 : 4}>
            <div id={`goods-${line.key}-problems`}>{problems.map(({ text }) => <p key={text} className="field-error">{text}</p>)}</div>
            {choice && line.item && <p className="pick-note muted">{t('bookOf', { onHand: quantity(choice.onHand), most: quantity(choice.most), unit: unit(line.item) })}{after !== null && <> · <strong>{t('afterwards', { quantity: quantity(after), unit: unit(line.item) })}</strong></>}</p>}
          </td>
        </tr>
      )}
    </tbody>
  )
}

/** A choice in words: lot, expiry, what of it can be taken, and whose it is. */
export function useChoiceWords(): (choice: GoodsChoice) => string {
  const t = useWords(goodsWords)
  const term = useTerm()
  const name = useNames()
  return (choice) => t(choice.holdId ? 'heldChoice' : 'freeChoice', { lot: choice.lotNo, expiry: choice.expiresOn ?? term('none'), most: quantity(choice.most), reason: choice.holdReason ? term(choice.holdReason) : '', owner: name(choice.owner) })
}
