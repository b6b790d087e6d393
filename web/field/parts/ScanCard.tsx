import type { ReactNode } from 'react'
import { useWords } from '../../shared/i18n/words.ts'
import { scanCardWords } from './scanCardWords.ts'

/** A scan that is not what is asked for: in red, what was expected and what was scanned. */
export function ScanCard({ title, expected, got, children }: { title: string; expected: string; got: string; children?: ReactNode }) {
  const t = useWords(scanCardWords)
  return (
    <div role="alert" className="notice notice-error">
      <p><strong>✕ {title}</strong></p>
      <p>{t('expected', { what: expected })}</p>
      <p>{t('got', { what: got })}</p>
      {children && <p>{children}</p>}
    </div>
  )
}
