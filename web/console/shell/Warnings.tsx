// What the last writes warned of, above every page until it is dismissed.
import { Button } from 'antd'
import { timeOfDay } from '../../shared/format.ts'
import { useWordWarning } from '../../shared/i18n/warnings.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { PathLink } from '../parts/PathLink.tsx'
import { dismissWarnings, useToldWarnings } from '../writeWarnings.ts'
import { shellWords } from './words.ts'

export function Warnings() {
  const t = useWords(shellWords)
  const say = useWordWarning()
  const told = useToldWarnings()
  return (
    <div className="warnings screen-only" role="status">
      {told.map(({ key, at, documentId, warnings }) => (
        <div key={key} className="notice warning">
          <div>
            <p className="warning-title">{t('warned', { time: timeOfDay(at) })} {documentId && <PathLink to={`/documents/${documentId}`}>{t('warnedOf')}</PathLink>}</p>
            <ul>{warnings.map((warning, index) => <li key={index}>{say(warning)}</li>)}</ul>
          </div>
          <Button onClick={() => dismissWarnings(key)}>{t('understood')}</Button>
        </div>
      ))}
    </div>
  )
}
