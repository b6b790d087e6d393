import { useEffect, useId, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { signal } from '../../../shared/scan/signal.ts'
import { useScan } from '../../../shared/scan/useScan.ts'
import { Screen } from '../../parts/Screen.tsx'
import { SyncBar } from '../../parts/SyncBar.tsx'
import { Search } from '../../parts/icons.tsx'
import { addressOf } from './CountPages.tsx'
import { sendFigures } from './draft.ts'
import type { CountRead } from './kept.ts'
import { textOfScan } from './scanned.ts'
import { binBy, nextOpen, type Place } from './standing.ts'
import { countWords } from './words.ts'

type Props = { count: CountRead; places: readonly Place[]; at: number; name: (place: Place) => string }

/** Choosing a bin: by a scan, which begins with its first lot, by typing its code, or from the list. */
export function BinsPage({ count, places, at, name }: Props) {
  const t = useWords(countWords)
  const inLanguage = useNames()
  const id = useId()
  const [, go] = useLocation()
  const [search] = useSearchParams()
  const [text, setText] = useState('')
  const [missed, setMissed] = useState<string | null>(null)
  useEffect(() => void sendFigures(), [])
  const open = count.state === 'OPEN'
  const enter = (code: string) => {
    const bin = binBy(places.filter((place) => place.bin), code) ?? binBy(count.bins.map((row) => ({ ...row, bin: row.id, lines: [] })), code)
    setMissed(bin ? null : code)
    signal(Boolean(bin))
    if (!bin) return
    const first = nextOpen(bin.lines, null)
    go(first ? `${addressOf(count.id, bin.bin)}/${first.line.id}` : addressOf(count.id, bin.bin))
  }
  useScan(open ? (scanned) => enter(textOfScan(scanned)) : null)
  const lines = places.reduce((sum, place) => sum + place.lines.length, 0)
  const left = places.reduce((sum, place) => sum + place.left, 0)
  const typed = text.trim().toUpperCase()
  const shown = places.filter((place) => typed === '' || place.code.toUpperCase().includes(typed))
  const done = places.find((place) => (place.bin ?? 'none') === search.get('done'))
  return (
    <Screen title={t('title', { number: count.number })} under={inLanguage(count.site)} back={() => go('/')}>
      <SyncBar readAt={at || null} />
      {!open && <p className="notice notice-warn">{t('closed')}</p>}
      {open && done && <p className="notice" role="status">{search.get('empty') ? t('savedEmpty', { place: name(done), lines: done.lines.length }) : t('savedPlace', { place: name(done) })}</p>}
      {open && (
        <>
          {count.note && <p className="notice">{count.note}</p>}
          {(count.blind || count.counters === 2) && <p className="small">{[count.blind && t('blind'), count.counters === 2 && t('second')].filter(Boolean).join(' ')}</p>}
          <p className="card-title"><strong>{left > 0 || lines === 0 ? t('progress', { left, lines }) : t('allDone')}</strong></p>
          <div className="search">
            <label htmlFor={id}>{t('findBin')}</label>
            <div className="search-field">
              <Search />
              <input id={id} type="search" value={text} autoComplete="off" autoCapitalize="characters" enterKeyHint="go" onChange={(event) => { setText(event.target.value); setMissed(null) }}
                onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && typed !== '' && enter(typed)} />
            </div>
            {missed && <p role="alert" className="notice notice-warn">{t('unknownBin', { code: missed })}</p>}
          </div>
          <ul className="rows" aria-label={t('places')}>
            {shown.map((place) => (
              <li key={place.bin ?? 'none'}>
                <button type="button" className="row" onClick={() => go(addressOf(count.id, place.bin))}>
                  <span className="item-name"><strong className={place.bin ? 'code' : ''}>{name(place)}</strong></span>
                  <span className="row-end"><span>{place.left > 0 ? t('placeLeft', { lines: place.lines.length, left: place.left }) : place.lines.length > 0 ? t('placeDone', { lines: place.lines.length }) : t('placeEmptyBook')}</span></span>
                </button>
              </li>
            ))}
          </ul>
          {shown.length === 0 && typed !== '' && <p role="status">{t('noMatch')}</p>}
        </>
      )}
    </Screen>
  )
}
