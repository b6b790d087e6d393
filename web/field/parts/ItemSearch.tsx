import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useId, useState, type ReactNode } from 'react'
import { useNames, useWords } from '../../shared/i18n/words.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import type { Scanned } from '../../shared/scan/classify.ts'
import { enterScan, useScan } from '../../shared/scan/useScan.ts'
import { ScanTold, fetchPages } from '../pages/later.tsx'
import { findItems, useFound, useItems, type Item } from '../snapshot/catalogue.ts'
import { useCommon } from '../words.ts'
import { Search } from './icons.tsx'
import { itemWords } from './itemWords.ts'
import type { Label } from './label.ts'
import { recentItems } from './recent.ts'

type Props = {
  /** label: what the label said, where one was scanned. */
  onPick: (item: Item, label?: Label) => void
  /** What is said of an item beside its name, such as how much there is. */
  beside?: ((item: Item) => ReactNode) | undefined
  /** Only these, where not all are meant. */
  only?: ((item: Item) => boolean) | undefined
  autoFocus?: boolean
  /** A scanned or typed text that is no item. */
  onOther?: ((scanned: Exclude<Scanned, { kind: 'ITEM' | 'GS1' | 'UNREADABLE' }>) => void) | undefined
  /** Shown while nothing is typed. */
  children?: ReactNode
}

/** Finds an item by code, by name, by pinyin initials (with a network), or by a scan. */
export function ItemSearch({ onPick, beside, only, autoFocus = false, onOther, children }: Props) {
  const t = useWords(itemWords)
  const c = useCommon()
  const [text, setText] = useState('')
  const [told, setTold] = useState<Scanned | null>(null)
  const items = useItems()
  const found = useFound(text)
  const id = useId()
  const queries = useQueryClient()
  const take = async (scanned: Scanned) => {
    setTold(null)
    const found = await fetchPages().then(({ findScanned }) => findScanned(scanned, queries)).catch(() => null)
    if (found) onPick(found.item, found.label)
    else if (onOther && (scanned.kind === 'UNKNOWN' || 'number' in scanned || scanned.kind === 'BIN')) onOther(scanned)
    else setTold(scanned)
  }
  useScan((scanned) => void take(scanned))
  const fitting = only ? items?.filter(only) : items
  const rows = fitting && (text.trim() ? findItems(fitting, text, found) : recentItems().flatMap((code) => fitting.find((item) => item.code === code) ?? []))
  return (
    <div className="search">
      <label htmlFor={id}>{t('find')}</label>
      <div className="search-field">
        <Search />
        <input id={id} type="search" value={text} autoFocus={autoFocus} autoComplete="off" enterKeyHint="search" placeholder={t('example')}
          onChange={(event) => {
            setText(event.target.value)
            setTold(null)
          }}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && text.trim() && (rows?.[0] ? onPick(rows[0]) : enterScan(text))} />
      </div>
      {told && <Suspense><ScanTold scanned={told} /></Suspense>}
      {text.trim() === '' && children}
      {!items && <p role="status">{c('loading')}</p>}
      {rows && rows.length > 0 && text.trim() === '' && <h2>{c('recent')}</h2>}
      {rows && rows.length > 0 && (
        <ul className="rows" aria-label={text.trim() ? t('results') : c('recent')}>
          {rows.map((item) => (
            <li key={item.id}>
              <button type="button" className="row" onClick={() => onPick(item)}>
                <ItemName item={item} />
                {beside && <span className="row-end">{beside(item)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {rows?.length === 0 && text.trim() !== '' && <p role="status">{c('nothing')}</p>}
    </div>
  )
}

/** The name of an item, its code and what it is. */
export function ItemName({ item }: { item: Pick<Item, 'code' | 'nameZh' | 'nameEn'> & { spec?: string } }) {
  const name = useNames()
  const language = useLanguage()
  return (
    <span className="item-name">
      <strong lang={language === 'en' && !item.nameEn ? 'zh-CN' : undefined}>{name(item)}</strong>
      <small>
        <span className="code">{item.code}</span> {item.spec}
      </small>
    </span>
  )
}
