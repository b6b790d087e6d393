import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { dateTime, quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { ErrorCard } from '../../parts/ErrorCard.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useViewer } from '../../useSession.ts'
import { ClosePanel } from './ClosePanel.tsx'
import './counts.css'
import { useStockCount, type CountView } from './countQueries.ts'
import { LinesCard } from './LinesCard.tsx'
import { Differences, ProgressCell } from './ProgressCell.tsx'
import { usePlanText } from './usePlanText.ts'
import { countWords } from './words.ts'

export function CountPage() {
  const t = useWords(countWords)
  const { id } = useParams({ from: '/counts/$id' })
  const query = useStockCount(id)
  if (query.error && !query.data) return <div className="page"><PageHeader title={t('counts')} /><Card><ErrorCard error={query.error} onRetry={query.refetch} /></Card></div>
  if (query.data === undefined) return <PageSkeleton />
  return query.data === null ? <NoCount /> : <Shown key={query.data.id} count={query.data} />
}

export function NoCount() {
  const t = useWords(countWords)
  return (
    <div className="page">
      <PageHeader title={t('gone')} />
      <Card><p>{t('goneWhy')}</p><p><PathLink to="/counts">{t('toList')}</PathLink></p></Card>
    </div>
  )
}

/** A stocktake: how far it is, what it has found, its lines, and what is to be done. */
function Shown({ count }: { count: CountView }) {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const planText = usePlanText()
  const viewer = useViewer()
  const { done } = useSearch({ from: '/counts/$id' })
  const [closing, setClosing] = useState(false)
  const open = count.state === 'OPEN'
  const { found } = count.progress
  const here = viewer.keepsSites.some((site) => site.id === count.site.id)
  const words = { opened: 'openedDone', entered: 'enteredDone', closed: 'closedDone' } as const
  return (
    <div className="page">
      <PageHeader title={`${t('counts')} ${count.number}`} trail={[{ title: t('counts'), to: '/counts' }]} tags={<StateTag state={count.state} />} actions={open && (
        <>
          <Link to="/counts/$id/sheets" params={{ id: count.id }} className="button">{t('sheets')}</Link>
          {here && may(viewer, 'count.enter') && <Link to="/counts/$id/enter" params={{ id: count.id }} className="button">{t('enterPaper')}</Link>}
          {may(viewer, 'count.write') && !closing && <Button type="primary" onClick={() => setClosing(true)}>{t('closeIt')}</Button>}
        </>
      )} />
      {done && <p className="done" role="status">{t(words[done], { number: count.number })}</p>}
      {closing && open && <ClosePanel count={count} onClose={() => setClosing(false)} />}
      <Card>
        <dl className="facts">
          <div><dt>{term('site')}</dt><dd>{name(count.site)}</dd></div>
          <div><dt>{t('plan')}</dt><dd>{planText(count.plan)}</dd></div>
          <div><dt>{t('way')}</dt><dd>{t(count.blind ? 'blind' : 'openList')} · {t(count.counters === 2 ? 'twoCounters' : 'oneCounter')}</dd></div>
          <div><dt>{t('opened')}</dt><dd>{dateTime(count.openedAt)} {count.openedBy ?? t('system')}</dd></div>
          {count.closedAt && <div><dt>{t('closed')}</dt><dd>{dateTime(count.closedAt)} {count.closedBy ?? t('system')}</dd></div>}
          {count.note && <div><dt>{term('note')}</dt><dd>{count.note}</dd></div>}
          {count.reason && <div><dt>{t('whyLeft')}</dt><dd>{count.reason}</dd></div>}
          <div><dt>{t('progress')}</dt><dd><ProgressCell progress={count.progress} /></dd></div>
          <div><dt>{t('differences')}</dt><dd><Differences progress={count.progress} /></dd></div>
          {found && <div><dt>{t('surplus')}</dt><dd>{t('yuan', { value: quantity(found.surplus) })}</dd></div>}
          {found && <div><dt>{t('shortage')}</dt><dd>{t('yuan', { value: quantity(found.shortage) })}</dd></div>}
        </dl>
      </Card>
      <LinesCard count={count} />
    </div>
  )
}
