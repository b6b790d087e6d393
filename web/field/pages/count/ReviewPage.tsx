import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { quantityProblem } from '../../../shared/decimal.ts'
import { useLanguage } from '../../../shared/i18n/language.ts'
import { wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useQueue } from '../../operations/queue.ts'
import { unitOf } from '../../parts/QuantityEntry.tsx'
import { Screen } from '../../parts/Screen.tsx'
import { useCommon } from '../../words.ts'
import { recordFigures, review, type Figure } from './draft.ts'
import { countWords } from './words.ts'

/** Figures that were refused: why, line by line; they are changed or taken out and sent again in the place of the refused ones. */
export function ReviewPage() {
  const t = useWords(countWords)
  const c = useCommon()
  const name = useNames()
  const language = useLanguage()
  const [, go] = useLocation()
  const [search] = useSearchParams()
  const seq = Number(search.get('replaces') ?? '0')
  const refusals = useQueue().operations.find((operation) => operation.seq === seq)?.refusals ?? []
  const { spot, figures } = review.use()
  const [changed, setChanged] = useState(false)
  const [busy, setBusy] = useState(false)
  const change = (index: number, part: Partial<Figure> | null) => {
    setChanged(true)
    review.set({ spot, figures: figures.flatMap((figure, at) => (at !== index ? [figure] : part ? [{ ...figure, ...part }] : [])) })
  }
  const wrong = figures.some((figure) => quantityProblem(figure.quantity, figure.item.scale, true) !== null)
  const send = async () => {
    setBusy(true)
    await recordFigures(spot!, figures, seq)
    review.reset()
    go('/tray', { replace: true })
  }
  return (
    <Screen title={t('reviewTitle')} under={spot ? `${spot.number} ${spot.binCode}` : ''} back={() => go('/tray')}
      foot={<button type="button" className="main-button" disabled={!spot || busy || wrong || figures.length === 0} onClick={() => void send()}>{t('confirm')}</button>}>
      <p className="notice">{t('reviewWhy')}</p>
      {refusals.map((refusal, index) => <p key={index} className="notice notice-error">{wordRefusal(refusal)}</p>)}
      {figures.length === 0 && <p role="status">{t('noneLeft')}</p>}
      <ul className="rows" aria-label={t('reviewTitle')}>
        {figures.map((figure, index) => {
          const refused = !changed && refusals.some((refusal) => refusal.fields.some((field) => field.startsWith(`entries.${index}.`)))
          const label = `${name(figure.item)} ${figure.serialNo || figure.lotNo}`
          return (
            <li key={`${figure.line} ${figure.item.id} ${figure.lotNo} ${figure.serialNo}`} className={refused ? 'card card-rejected' : 'card'}>
              <p className="card-title"><strong>{name(figure.item)}</strong> <span className="code small">{figure.serialNo || figure.lotNo}</span></p>
              <p className="field"><label htmlFor={`quantity-${index}`}>{t('quantity')} ({unitOf(language, figure.item)})</label>
                <input id={`quantity-${index}`} aria-label={`${t('quantity')} ${label}`} inputMode="decimal" value={figure.quantity} onChange={(event) => change(index, { quantity: event.target.value.normalize('NFKC').trim() })} /></p>
              {figure.line === null && figure.lot === null && (
                <p className="field"><label htmlFor={`expiry-${index}`}>{t('expiry')}</label>
                  <input id={`expiry-${index}`} type="date" value={figure.expiresOn ?? ''} onChange={(event) => change(index, { expiresOn: event.target.value || null })} /></p>
              )}
              <p className="card-buttons"><button type="button" className="small-button" aria-label={`${c('remove')} ${label}`} onClick={() => change(index, null)}>{c('remove')}</button></p>
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}
