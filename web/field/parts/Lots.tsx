import { compare, isZero } from '../../shared/decimal.ts'
import { quantity } from '../../shared/format.ts'
import { useLanguage } from '../../shared/i18n/language.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { today } from '../clock.ts'
import type { Picked } from '../snapshot/projection.ts'
import { useCommon } from '../words.ts'
import { lotWords } from './lotWords.ts'
import { unitOf } from './QuantityEntry.tsx'

type Unit = { unitZh: string; unitEn: string }

/** Which lots will go, line by line, and what is passed over and why. */
export function PickedLots({ picked, item }: { picked: Picked; item: Unit }) {
  const t = useWords(lotWords)
  const c = useCommon()
  const unit = unitOf(useLanguage(), item)
  const passed = ([['expired', picked.expired], ['onHold', picked.onHold], ['entrusted', picked.entrusted]] as const).filter(([, amount]) => compare(amount, '0') > 0)
  return (
    <div className="picked">
      {picked.picks.length > 0 && (
        <ul aria-label={t('fefo')}>
          {picked.picks.map(({ line, quantity: taken }) => (
            <li key={`${line.lot} ${line.lotNo} ${line.row?.reserve.id}`}>
              <span className="code">{line.lotNo}</span> <span>{line.expiresOn ? c('expires', { date: line.expiresOn }) : c('noExpiry')}</span>
              <span className="picked-quantity">{t('takes', { quantity: quantity(taken), unit })}</span>
            </li>
          ))}
        </ul>
      )}
      {passed.map(([why, amount]) => (
        <p key={why} className="small">{t(why, { quantity: quantity(amount), unit })}</p>
      ))}
      {!isZero(picked.missing) && <p className="notice notice-warn" role="status">{t('missing', { quantity: quantity(picked.missing), unit })}</p>}
    </div>
  )
}

/** How a lot stands by its date, in a word and a shape. */
export function Expiry({ date }: { date: string | null }) {
  const t = useWords(lotWords)
  const c = useCommon()
  if (!date) return <span>{c('noExpiry')}</span>
  const past = date < today()
  return (
    <span className={past ? 'expired' : undefined}>
      {past && '■ '}
      {past ? t('past', { date }) : c('expires', { date })}
    </span>
  )
}
