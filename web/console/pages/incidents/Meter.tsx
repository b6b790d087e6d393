/** A thin bar beside a number that says the same; hidden from screen readers, who have the number. */
export function Meter({ value, tone = 'busy' }: { value: number; tone?: 'busy' | 'good' | 'near' | 'bad' }) {
  return (
    <span className="meter" aria-hidden="true">
      <span className={`meter-fill meter-${tone}`} style={{ width: `${Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10}%` }} />
    </span>
  )
}
