import { useWords } from '../../../shared/i18n/words.ts'
import { useUpdateReady } from '../../shell.ts'
import { homeWords } from './words.ts'

/** Says that a newer version has been fetched; it is taken when the person says so, never in the middle of work. */
export function UpdateNotice() {
  const t = useWords(homeWords)
  if (!useUpdateReady()) return null
  return (
    <p className="notice notice-row" role="status">
      {t('updated')} <button type="button" className="small-button" onClick={() => location.reload()}>{t('update')}</button>
    </p>
  )
}
