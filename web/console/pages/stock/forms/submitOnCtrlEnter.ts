import type { KeyboardEvent } from 'react'

/** A key handler: Ctrl+Enter (or ⌘+Enter) anywhere in a form sends it. */
export const submitOnCtrlEnter = (submit: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  submit()
}
