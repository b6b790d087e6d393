import { useQuery } from '@tanstack/react-query'
import { Link, Redirect } from 'wouter'
import { dateTime, timeOfDay } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Screen } from '../../parts/Screen.tsx'
import { usePlace } from '../../session/place.ts'
import { readThrough } from '../../snapshot/read.ts'
import { useCommon } from '../../words.ts'
import { loadDocuments } from './documents.ts'
import { documentWords } from './words.ts'

/** The latest documents of the site. */
export function DocumentsPage() {
  const t = useWords(documentWords)
  const c = useCommon()
  const term = useTerm()
  const name = useNames()
  const word = useWordError()
  const place = usePlace()
  const { data, error } = useQuery({ queryKey: ['history', 'documents', place?.id], queryFn: () => readThrough(`documents:${place!.id}`, () => loadDocuments(place!.id)), enabled: place !== null })
  if (!place) return <Redirect to="/" />
  return (
    <Screen title={t('title')} under={name(place)}>
      {error && <p role="alert" className="notice notice-warn">{word(error)}</p>}
      {!data && !error && <p role="status">{c('loading')}</p>}
      {data && <small>{c('asOf', { time: timeOfDay(new Date(data.at)) })}</small>}
      {data?.value.length === 0 && <p>{t('none')}</p>}
      <ul className="rows" aria-label={t('title')}>
        {data?.value.map((row) => (
          <li key={row.id}>
            <Link href={`/documents/${row.id}`} className="row">
              <span className="item-name"><strong className="code">{row.number}</strong><small>{t('row', { time: dateTime(row.occurredAt), reason: term(row.reason) })}{row.counterSite && ` · ${name(row.counterSite)}`}</small></span>
              <span className="row-end"><span>{term(row.kind)}</span><small>{term(row.state)}</small></span>
            </Link>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
