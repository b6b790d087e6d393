import { Component, type ReactNode } from 'react'
import { wordError } from '../../shared/i18n/refusals.ts'
import { translate } from '../../shared/i18n/words.ts'
import { common } from '../words.ts'

/** A page that failed says so and can be opened again; what was entered is in the drafts and the queue, not in the page. */
export class PageFault extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <main className="body">
        <div role="alert" className="notice notice-error">
          <p>{wordError(this.state.error)}</p>
          <p>{translate(common, 'faultKept')}</p>
        </div>
        <p className="card-buttons">
          <button type="button" className="main-button" onClick={() => location.reload()}>{translate(common, 'again')}</button>
        </p>
      </main>
    )
  }
}
