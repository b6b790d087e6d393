import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useWords } from '../../shared/i18n/words.ts'
import { ErrorCard } from '../parts/ErrorCard.tsx'
import { shellWords } from './words.ts'

/** In place of a page that failed. After an update of the server the parts of the old build are gone: then only loading anew helps. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useWords(shellWords)
  const updated = /dynamically imported module|Importing a module script failed|module script/i.test(String(error))
  return (
    <div className="page">
      <div className="card">
        {updated ? (
          <>
            <p role="alert">{t('newVersion')}</p>
            <Button type="primary" onClick={() => location.reload()}>{t('reload')}</Button>
          </>
        ) : (
          <ErrorCard title={t('pageBroken')} error={error} onRetry={reset} />
        )}
      </div>
    </div>
  )
}
