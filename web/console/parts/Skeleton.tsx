// Grey lines in the shape of what is coming; invisible for the first 200 ms, so that quick answers do not flicker.
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'

export function Skeleton({ lines = 6 }: { lines?: number }) {
  const t = useWords(partWords)
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" style={{ width: `${92 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className="page">
      <div className="card"><Skeleton lines={2} /></div>
      <div className="card"><Skeleton lines={8} /></div>
    </div>
  )
}
