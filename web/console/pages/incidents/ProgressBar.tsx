import { share } from '../../../shared/decimal.ts'
import type { Figures } from './progress.ts'

/** Allotted, sent, arrived and lost against asked, one within the other; the numbers stand beside it. */
export function ProgressBar({ figures }: { figures: Figures }) {
  const width = (value: string) => ({ width: `${share(value, figures.asked) * 100}%` })
  return (
    <span className="progress-bar" aria-hidden="true">
      <span className="bar-allotted" style={width(figures.allotted)} />
      <span className="bar-sent" style={width(figures.sent)} />
      <span className="bar-arrived" style={width(figures.arrived)} />
      {figures.lost !== '0' && <span className="bar-lost" style={{ width: `max(4px, ${share(figures.lost, figures.asked) * 100}%)` }} />}
    </span>
  )
}
