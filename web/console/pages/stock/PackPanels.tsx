import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { fold, quantityProblem } from '../../../shared/decimal.ts'
import { quantity } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import type { ItemCard } from './ItemPage.tsx'
import { plainQuantity } from './forms/lines.ts'
import type { Level } from './packLevels.ts'
import { DefinePack, LinkGtin, UnlinkGtin, type Pack } from './packQueries.ts'
import { packWords } from './packWords.ts'

/** A new level of packing, or what an existing one holds from now on. */
export function DefinePackPanel({ item, pack, onClose, onDone }: { item: ItemCard; pack: Pack | null; onClose: () => void; onDone: () => void }) {
  const t = useWords(packWords)
  const term = useTerm()
  const say = useWordError()
  const unit = useUnit()(item)
  const [draft, setDraft] = useState({ nameZh: pack?.nameZh ?? '', nameEn: pack?.nameEn ?? '', factor: pack ? quantity(pack.factor) : '' })
  const [tried, setTried] = useState(false)
  const write = useWrite(DefinePack)
  const faults = { nameZh: draft.nameZh.trim() ? null : t('faultName'), nameEn: draft.nameEn.trim() ? null : t('faultName'), factor: quantityProblem(draft.factor, item.scale) === null ? null : t('faultFactor') }
  const fault = (field: keyof typeof faults) => (tried ? faults[field] : null)
  return (
    <form className="stack" noValidate onSubmit={(event) => {
      event.preventDefault()
      setTried(true)
      if (Object.values(faults).some(Boolean) || write.isPending) return
      write.mutate({ itemId: item.id, nameZh: draft.nameZh.trim(), nameEn: draft.nameEn.trim(), factor: plainQuantity(draft.factor), revision: pack?.revision ?? null }, { onSuccess: onDone })
    }}>
      <h3>{pack ? t('changeTitle', { name: pack.nameZh }) : t('definePack')}</h3>
      {pack && <p className="muted">{t('changeWhy')}</p>}
      <div className="form-head">
        <Field label={t('nameZh')} error={fault('nameZh')}><Input maxLength={40} disabled={pack !== null} value={draft.nameZh} onChange={(event) => setDraft({ ...draft, nameZh: event.target.value })} /></Field>
        <Field label={t('nameEn')} error={fault('nameEn')}><Input maxLength={60} value={draft.nameEn} onChange={(event) => setDraft({ ...draft, nameEn: event.target.value })} /></Field>
        <Field label={t('factor', { unit })} error={fault('factor')}><input className="plain-input number-input" inputMode="decimal" value={draft.factor} aria-invalid={fault('factor') !== null} onChange={(event) => setDraft({ ...draft, factor: event.target.value })} /></Field>
      </div>
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending}>{t('savePack')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}

/** Links a trade item number to a level of the item. */
export function LinkGtinPanel({ item, levels, onClose, onDone }: { item: ItemCard; levels: readonly Level[]; onClose: () => void; onDone: (gtin: string) => void }) {
  const t = useWords(packWords)
  const term = useTerm()
  const language = useLanguage()
  const say = useWordError()
  const unit = useUnit()(item)
  const known = levels.filter((level) => level.kind !== 'otherLevel')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState('base')
  const [tried, setTried] = useState(false)
  const write = useWrite(LinkGtin)
  const gtin = fold(typed)
  const level = known.find((one) => one.key === chosen)
  const fault = tried && !/^(\d{8}|\d{12,14})$/.test(gtin) ? t('faultGtin') : null
  return (
    <form className="stack" noValidate onSubmit={(event) => {
      event.preventDefault()
      setTried(true)
      if (!/^(\d{8}|\d{12,14})$/.test(gtin) || !level || write.isPending) return
      write.mutate({ itemId: item.id, gtin, factor: level.factor, levelName: level.nameZh }, { onSuccess: () => onDone(gtin) })
    }}>
      <h3>{t('linkTitle')}</h3>
      <p className="muted">{t('linkWhy')}</p>
      <div className="form-head">
        <Field label={t('gtin')} error={fault}><Input inputMode="numeric" autoFocus maxLength={20} value={typed} aria-invalid={fault !== null} onChange={(event) => setTyped(event.target.value)} /></Field>
        <Field label={t('level')} wide><Select className="select" value={chosen} onChange={setChosen} options={known.map((one) => ({ value: one.key, label: t('holds', { level: language === 'zh' ? one.nameZh : one.nameEn, factor: quantity(one.factor), unit }) }))} /></Field>
      </div>
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={write.isPending}>{t('confirmLink')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}

/** Takes a trade item number from the item. */
export function UnlinkGtinPanel({ gtin, onClose, onDone }: { gtin: string; onClose: () => void; onDone: () => void }) {
  const t = useWords(packWords)
  const term = useTerm()
  const say = useWordError()
  const write = useWrite(UnlinkGtin)
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault()
      if (!write.isPending) write.mutate({ gtin }, { onSuccess: onDone })
    }}>
      <h3>{t('unlinkTitle', { gtin })}</h3>
      <p>{t('unlinkWhy')}</p>
      {write.error !== null && <p className="error-card" role="alert">{say(write.error)}</p>}
      <div className="actions">
        <Button type="primary" danger htmlType="submit" loading={write.isPending}>{t('confirmUnlink')}</Button>
        <Button onClick={onClose}>{term('cancel')}</Button>
      </div>
    </form>
  )
}
