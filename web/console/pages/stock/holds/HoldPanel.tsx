import { useQuery } from '@tanstack/react-query'
import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import { compare, fold, quantityProblem } from '../../../../shared/decimal.ts'
import { quantity } from '../../../../shared/format.ts'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { Field } from '../../../parts/FilterBar.tsx'
import { ItemSelect } from '../../../parts/ItemSelect.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { useViewer } from '../../../useSession.ts'
import { useWrite } from '../../../useWrite.ts'
import { useChoiceWords } from '../forms/GoodsLines.tsx'
import { goodsChoices } from '../forms/goods.ts'
import { plainQuantity } from '../forms/lines.ts'
import { useBalances, useIds } from '../stockQueries.ts'
import { HoldGoods, askHolds, holdsKey } from './holdQueries.ts'
import { holdWords } from './words.ts'

const reasons = ['SUSPECT', 'DAMAGED', 'FAILED_TEST', 'RECALL', 'OTHER'] as const

/** Puts part of a lot on hold. */
export function HoldPanel({ site, item, onClose, onDone }: { site: string | undefined; item: string | undefined; onClose: () => void; onDone: () => void }) {
  const t = useWords(holdWords)
  const term = useTerm()
  const say = useWordError()
  const said = useChoiceWords()
  const viewer = useViewer()
  const kept = viewer.keepsSites.map((one) => one.code)
  const [codes, setCodes] = useState({ site: site && kept.includes(site) ? site : kept[0], item })
  const [chosen, setChosen] = useState('')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<(typeof reasons)[number] | null>(null)
  const [note, setNote] = useState('')
  const write = useWrite(HoldGoods)
  const ids = useIds(codes)
  const known = ids.site !== undefined && ids.item !== undefined
  const lots = useBalances({ siteId: ids.site?.id, itemId: ids.item?.id, first: 250 }, known)
  const filter = { siteId: ids.site?.id ?? null, itemId: ids.item?.id ?? null, liveOnly: true, first: 250 }
  const holds = useQuery({ queryKey: [...holdsKey, filter], queryFn: () => askHolds(filter), enabled: known })
  const choices = known && lots.data && holds.data ? goodsChoices(lots.data.nodes, holds.data.nodes, true).filter((one) => one.holdId === null) : []
  const choice = choices.find((one) => one.key === chosen)
  const problem = ids.item ? quantityProblem(typed, ids.item.scale) : 'EMPTY'
  const tooMuch = choice !== undefined && problem === null && compare(fold(typed), choice.most) > 0
  return (
    <Card title={t('holdTitle')}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        if (!choice || !reason || !ids.site || !ids.item || write.isPending) return
        write.mutate({ siteId: ids.site.id, reason, note: note.trim() || null, goods: { itemId: ids.item.id, lotId: choice.lotId, reserveId: choice.reserveId, quantity: plainQuantity(typed), expectedQuantity: choice.onHand } }, { onSuccess: onDone })
      }}>
        <p className="muted">{t('holdWhy')}</p>
        <div className="form-head">
          <Field label={term('site')}><SiteSelect required value={codes.site} only={kept} onChange={(next) => { setCodes({ ...codes, site: next?.code }); setChosen('') }} /></Field>
          <Field label={term('item')} wide><ItemSelect value={codes.item} onChange={(next) => { setCodes({ ...codes, item: next?.code }); setChosen('') }} /></Field>
          <Field label={term('lot')} wide>
            <select className="plain-input" value={chosen} disabled={choices.length === 0} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{known && lots.data && choices.length === 0 ? t('nothingHere') : t('chooseLot')}</option>
              {choices.map((one) => <option key={one.key} value={one.key}>{said(one)}</option>)}
            </select>
          </Field>
          <Field label={term('quantity')} error={tooMuch ? t('atMost', { most: quantity(choice.most) }) : null}><input className="plain-input number-input" inputMode="decimal" aria-invalid={tooMuch} value={typed} onChange={(event) => setTyped(event.target.value)} /></Field>
        </div>
        <fieldset className="chips">
          <legend className="field-label">{term('reason')}</legend>
          <Radio.Group optionType="button" value={reason} onChange={(event) => setReason(event.target.value as (typeof reasons)[number])} options={reasons.map((one) => ({ value: one, label: term(one) }))} />
        </fieldset>
        <Field label={term('note')} wide><Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
        {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending} disabled={!choice || !reason || problem !== null || tooMuch}>{t('confirmHold')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
