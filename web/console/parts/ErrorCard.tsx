// What went wrong, what is kept, what to do, and a number to quote. For errors of queries and for errors of rendering:
//   <ErrorCard error={query.error} onRetry={query.refetch} />      <ErrorBoundary><Chart /></ErrorBoundary>
import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import { Refused } from '../../shared/graphql/ask.ts'
import { useWordError } from '../../shared/i18n/refusals.ts'
import { useTerm } from '../../shared/i18n/useTerm.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { partWords } from './partWords.ts'

export function ErrorCard({ error, onRetry, title }: { error: unknown; onRetry?: (() => void) | undefined; title?: string }) {
  const t = useWords(partWords)
  const term = useTerm()
  const say = useWordError()
  const number = error instanceof Refused ? error.refusals[0]?.requestId : undefined
  return (
    <div className="error-card" role="alert">
      <p className="error-title">{title ?? t('failed')}</p>
      <p>{say(error)}</p>
      <p className="muted">
        {t('kept')} {number && <span className="code">{t('errorNumber', { number })}</span>}
      </p>
      {onRetry && <Button onClick={() => onRetry()}>{term('retry')}</Button>}
    </div>
  )
}

/** Keeps an error of rendering within its card. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    return this.state.error === null ? this.props.children : <ErrorCard error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
