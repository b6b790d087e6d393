import { Link } from '@tanstack/react-router'
import { dateTime, timeOfDay, timeOfDayWithSeconds } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { LevelTag } from '../../parts/LevelTag.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { Often } from './Often.tsx'
import { addressOf, alerts, grave, seen, todos, waiting, type Counts, type Figure } from './figures.ts'
import { useAnnouncement } from './useAnnouncement.ts'
import { workbenchWords } from './words.ts'
import { useCounts, useLatestDocuments, useOpenIncidents, useOwnStanding, type OpenIncident } from './workbenchQueries.ts'

/** P2. What waits for the viewer, what is to be watched, and what happened last; read anew every 15 seconds. */
export function WorkbenchPage() {
  const t = useWords(workbenchWords)
  const viewer = useViewer()
  const { today } = useAbout()
  const counts = useCounts()
  const incidents = useOpenIncidents(may(viewer, 'incident.read'))
  const said = useAnnouncement(counts.data && JSON.stringify(counts.data), counts.dataUpdatedAt, t('changed'))
  const own = viewer.posts.find((post) => post.role === 'LIAISON')?.organisation
  return (
    <div className="page">
      <PageHeader title={t('title')} note={<>{t('greeting', { date: today, name: viewer.name })} {counts.dataUpdatedAt > 0 && <span className="nowrap">· {t('asOf', { time: timeOfDayWithSeconds(new Date(counts.dataUpdatedAt)) })}</span>}</>} />
      <p className="visually-hidden" role="status">{said}</p>
      {incidents.data && incidents.data.length > 0 && <Incidents incidents={incidents.data} />}
      <div className="workbench">
        <Card title={t('todos')} className="todos"><Loaded query={counts} lines={3}>{(data) => <Todos counts={data} />}</Loaded></Card>
        <Card title={t('alerts')} className="watch"><Loaded query={counts} lines={4}>{(data) => <Alerts counts={data} />}</Loaded></Card>
        <div className="workbench-side">
          {own && <OwnStanding organisationId={own.id} />}
          <Often />
        </div>
        {may(viewer, 'stock.read') && <Latest />}
      </div>
    </div>
  )
}

function Incidents({ incidents }: { incidents: readonly OpenIncident[] }) {
  const t = useWords(workbenchWords)
  const name = useNames()
  return (
    <Card title={t('openIncidents')} className="incident-strip">
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <PathLink to={`/incidents/${incident.id}`}>{incident.name}</PathLink> <LevelTag level={incident.level} /> {incident.drill && <span className="level">{t('drill')}</span>}
            <span className="muted"> {name(incident.town)} · {t('due', { time: dateTime(incident.reliefDueAt) })} · {t('relieved', { done: incident.places.filter((place) => place.relievedAt).length, all: incident.places.length })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Todos({ counts }: { counts: Counts }) {
  const t = useWords(workbenchWords)
  const figures = waiting(counts)
  if (seen(todos, counts).length === 0) return <p className="empty">{t('noTodos')}</p>
  if (figures.length === 0) return <p className="calm"><StateTag tone="good" word={t('nothing')} /></p>
  return <ul className="tiles">{figures.map((figure) => <Tile key={figure} figure={figure} count={counts[figure]!} />)}</ul>
}

function Tile({ figure, count }: { figure: Figure; count: number }) {
  const t = useWords(workbenchWords)
  return (
    <li>
      <PathLink to={addressOf[figure]} className="tile">
        <span className="tile-count">{count}</span>
        <span className="tile-word">{t(figure)}</span>
      </PathLink>
    </li>
  )
}

function Alerts({ counts }: { counts: Counts }) {
  const t = useWords(workbenchWords)
  const figures = seen(alerts, counts)
  if (figures.length === 0) return <p className="empty">{t('noTodos')}</p>
  const quiet = figures.every((figure) => !grave.has(figure) || counts[figure] === 0)
  return (
    <>
      {quiet && <p className="calm"><StateTag tone="good" word={t('allQuiet')} /></p>}
      <ul className="figure-list">
        {figures.map((figure) => {
          const count = counts[figure]!
          const bad = grave.has(figure) && count > 0
          return (
            <li key={figure}>
              <PathLink to={addressOf[figure]}>{bad ? <StateTag tone="bad" word={t(figure)} /> : t(figure)}</PathLink>
              <span className={bad ? 'figure below-zero' : count === 0 ? 'figure zero' : 'figure'}>{count}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function OwnStanding({ organisationId }: { organisationId: string }) {
  const t = useWords(workbenchWords)
  const query = useOwnStanding(organisationId)
  return (
    <Card title={t('own')}>
      <Loaded query={query} lines={2}>
        {(rows) => {
          const ruled = rows.filter((row) => row.quota !== null || row.floor !== null)
          const good = ruled.filter((row) => row.state === 'OK' || row.state === 'NEAR').length
          return (
            <>
              <p className="own-figure">{good}/{ruled.length}</p>
              <p>{t('ownSummary', { kinds: ruled.length, good })}</p>
              <p><PathLink to="/standing">{t('ownLink')}</PathLink></p>
            </>
          )
        }}
      </Loaded>
    </Card>
  )
}

function Latest() {
  const t = useWords(workbenchWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const query = useLatestDocuments()
  return (
    <Card title={t('documents')} extra={<PathLink to="/documents">{t('allDocuments')}</PathLink>} className="latest">
      <Loaded query={query} lines={5}>
        {(documents) =>
          documents.length === 0 ? <p className="empty">{t('noDocuments')}</p> : (
            <ul className="document-list">
              {documents.map((document) => (
                <li key={document.id}>
                  <span className="muted code">{dateTime(document.occurredAt).slice(5, 10)} {timeOfDay(document.occurredAt)}</span>
                  <span>
                    <Link to="/documents/$id" params={{ id: document.id }} className="code">{document.number || kindWord(document.kind)}</Link> {document.number && kindWord(document.kind)} {document.reason !== document.kind && <span className="muted">{term(document.reason)}</span>}
                    <span className="sub">{name(document.site)}{document.counterSite && <> → {name(document.counterSite)}</>}</span>
                  </span>
                  <StateTag state={document.state} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
