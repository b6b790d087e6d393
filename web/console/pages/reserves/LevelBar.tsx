// A mini bar with a mark; the words beside it say the same.
export function LevelBar({ filled, mark, tone }: { filled: number; mark?: number; tone: 'good' | 'near' | 'bad' }) {
  return (
    <svg className={`bar bar-${tone}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-ground" width="100" height="10" rx="2" />
      <rect className="bar-fill" width={Math.max(0, Math.min(1, filled)) * 100} height="10" rx="2" />
      {mark !== undefined && <rect className="bar-mark" x={mark * 100 - 0.7} width="1.4" height="10" />}
    </svg>
  )
}

export const barTone = (state: string): 'good' | 'near' | 'bad' => (state === 'OK' ? 'good' : state === 'BELOW' ? 'bad' : 'near')
