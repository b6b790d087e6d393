// A white card with a heading; an error inside it stays inside it.
import { useId, type ReactNode } from 'react'
import { ErrorBoundary } from './ErrorCard.tsx'

type CardProps = { title?: ReactNode; extra?: ReactNode; children: ReactNode; className?: string }

export function Card({ title, extra, children, className }: CardProps) {
  const id = useId()
  return (
    <section className={className ? `card ${className}` : 'card'} aria-labelledby={title ? id : undefined}>
      {(title || extra) && (
        <div className="card-head">
          {title && <h2 id={id}>{title}</h2>}
          {extra && <div className="card-extra">{extra}</div>}
        </div>
      )}
      <ErrorBoundary>{children}</ErrorBoundary>
    </section>
  )
}
