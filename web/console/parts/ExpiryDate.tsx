// An expiry: the date, and the days that are left.
import { useWords } from '../../shared/i18n/words.ts'
import { useAbout } from '../useSession.ts'
import { expiryOf } from './expiry.ts'
import { partWords } from './partWords.ts'

export function ExpiryDate({ on }: { on: string | null | undefined }) {
  const t = useWords(partWords)
  const expiry = expiryOf(on, useAbout().today)
  if (expiry.kind === 'none') return <span className="muted">{t('noExpiry')}</span>
  const words = { expired: 'expiredDays', today: 'expiresToday', soon: 'daysLeft', later: 'daysLeft' } as const
  return (
    <span className={`expiry expiry-${expiry.kind}`}>
      <span className="code">{on}</span> <span className="expiry-days">{t(words[expiry.kind], { days: expiry.days })}</span>
    </span>
  )
}
