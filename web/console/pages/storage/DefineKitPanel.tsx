import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { fold } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import type { ItemChoice } from '../../parts/items.ts'
import { useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import { nextKey } from '../stock/forms/lines.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { blankContent, contentProblems, isBlankContent, type ContentLine } from './kitForm.ts'
import { DefineKit, type Kit } from './kitQueries.ts'
import { kitWords } from './kitWords.ts'
import './kits.css'

type Draft = { item: ItemChoice | null; lines: ContentLine[] }

/** Says what one kit holds: of a new one, or of one that is known. What is typed is kept until it is saved. */
export function DefineKitPanel({ kit, onClose, onDone }: { kit: Kit | null; onClose: () => void; onDone: (said: string) => void }) {
  const t = useWords(kitWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const [begun] = useState<Draft>(() => ({ item: kit?.item ?? null, lines: kit ? kit.contents.map((content, index) => ({ key: index + 1, item: content.item, quantity: quantity(content.quantity) })) : [blankContent(1)] }))
  const begin = useCallback(() => begun, [begun])
  const untouched = useCallback((draft: Draft) => JSON.stringify(draft) === JSON.stringify(begun), [begun])
  const { draft, change, clear } = useDraft<Draft>(`kit ${kit?.item.id ?? 'new'}`, begin, untouched)
  const [tried, setTried] = useState(false)
  const write = useWrite(DefineKit)
  const filled = draft.lines.filter((line) => !isBlankContent(line))
  const problems = contentProblems(draft.item, draft.lines)
  const refusals = write.error instanceof Refused ? write.error.refusals : []
  const atLine = (key: number) => refusals.filter(({ fields }) => fields.some((field) => new RegExp(`^contents\\.${filled.findIndex((line) => line.key === key)}\\.`).test(field))).map(wordRefusal)
  const setLine = (key: number, part: Partial<ContentLine>) => { write.reset(); change((now) => ({ ...now, lines: now.lines.map((line) => (line.key === key ? { ...line, ...part } : line)) })) }
  return (
    <Card title={t(kit ? 'editTitle' : 'defineTitle')}>
      <form className="stack kit-form" noValidate onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!draft.item || filled.length === 0 || problems.size > 0 || write.isPending) return
        const said = t('defined', { kit: name(draft.item), count: filled.length })
        write.mutate({ kitItemId: draft.item.id, contents: filled.map((line) => ({ itemId: line.item!.id, quantity: fold(line.quantity) })) }, { onSuccess: () => { clear(); onDone(said) } })
      }}>
        {kit ? <p className="muted">{t('editNote')}</p> : (
          <Field label={t('whichKit')} wide hint={t('whichKitHint')} error={tried && !draft.item ? t('kitMissing') : null}><ItemSelect label={t('whichKit')} value={draft.item?.code} onChange={(item) => { write.reset(); change((now) => ({ ...now, item: item ?? null })) }} /></Field>
        )}
        <ul className="kit-contents">
          {draft.lines.map((line, index) => {
            const row = t('row', { row: index + 1 })
            const problem = tried ? problems.get(line.key) : undefined
            const told = problem ? [t(problem)] : atLine(line.key)
            return (
              <li key={line.key}>
                <div className="kit-content">
                  <div className="field wide"><span className="field-label">{term('item')} {row}</span><ItemSelect label={`${term('item')} ${row}`} value={line.item?.code} {...(told.length > 0 ? { status: 'error' as const } : {})} onChange={(item) => setLine(line.key, { item: item ?? null })} /></div>
                  <label className="field kit-quantity"><span className="field-label">{line.item ? t('perKitIn', { unit: unit(line.item) }) : t('perKit')}</span>
                    <input className="plain-input number-input" inputMode="decimal" autoComplete="off" aria-label={`${t('perKit')} ${row}`} aria-invalid={told.length > 0} value={line.quantity} onFocus={(event) => event.target.select()} onChange={(event) => setLine(line.key, { quantity: event.target.value })} /></label>
                  <button type="button" className="icon-button" aria-label={`${t('removeContent')} ${row}`} onClick={() => { write.reset(); change((now) => ({ ...now, lines: now.lines.length > 1 ? now.lines.filter((one) => one.key !== line.key) : [blankContent(nextKey(now.lines))] })) }}><DeleteOutlined aria-hidden /></button>
                </div>
                {told.map((text) => <p key={text} className="field-error" role="alert">{text}</p>)}
              </li>
            )
          })}
        </ul>
        <Button onClick={() => change((now) => ({ ...now, lines: [...now.lines, blankContent(nextKey(now.lines))] }))}>{t('addContent')}</Button>
        {tried && filled.length === 0 && <p className="field-error" role="alert">{t('contentsMissing')}</p>}
        {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={write.isPending}>{t('saveKit')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
