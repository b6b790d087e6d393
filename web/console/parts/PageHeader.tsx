// The top of a page: breadcrumb, title, a line of what it is about, and actions. Sets the title of the window, and takes the focus
// when one comes from another page, so that a screen reader says where it is.
import { useEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../../shared/i18n/words.ts'
import { PathLink } from './PathLink.tsx'
import { partWords } from './partWords.ts'

export type PageHeaderProps = {
  title: string
  /** Pages above this one, outermost first. */
  trail?: readonly { title: string; to: string }[]
  /** Beside the title: a state or a level. */
  tags?: ReactNode
  note?: ReactNode
  actions?: ReactNode
}

let first = true

export function PageHeader({ title, trail = [], tags, note, actions }: PageHeaderProps) {
  const t = useWords(partWords)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  })
  useEffect(() => {
    if (!first) heading.current?.focus({ preventScroll: true })
    first = false
  }, [])
  return (
    <header className="page-header">
      {trail.length > 0 && (
        <nav className="trail" aria-label={t('trail')}>
          <ol>
            {trail.map((step) => (
              <li key={step.to}>
                <PathLink to={step.to}>{step.title}</PathLink>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {tags}
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {note && <p className="muted page-note">{note}</p>}
    </header>
  )
}
