import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { useItemByCode, type ItemChoice } from '../../parts/items.ts'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Quantity, useUnit } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useSites } from '../../parts/sites.ts'
import { useViewer } from '../../useSession.ts'
import { changes, lowest, runsOut, stepsPath, topOf, type ForecastDay } from './forecast.ts'
import './history.css'
import { forecastSearch, spans } from './search.ts'
import { historyWords } from './words.ts'

const ForecastQuery = graphql(`query StockForecast($siteId: ID!, $itemId: ID!, $days: Int) { stockForecast(siteId: $siteId, itemId: $itemId, days: $days) { day quantityIn quantityOut expired usable } }`)

/** What will be usable, day by day: what is planned to come and go, and what expires. */
export function ForecastPage() {
  const t = useWords(historyWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/forecast' })
  const navigate = useNavigate({ from: '/forecast' })
  const siteCode = search.site ?? viewer.keepsSites[0]?.code
  const sites = useSites().data
  const site = sites?.find((one) => one.code === siteCode)
  const item = useItemByCode(search.item).data
  const days = Number(search.days ?? '90')
  const lost = (search.site !== undefined && sites !== undefined && !site && search.site) || (search.item !== undefined && item === null && search.item)
  const query = useQuery({
    queryKey: ['stockForecast', site?.id, item?.id, days],
    queryFn: ({ signal }) => ask(ForecastQuery, { siteId: site!.id, itemId: item!.id, days }, signal).then((answer) => answer.stockForecast),
    enabled: site !== undefined && Boolean(item),
  })
  return (
    <div className="page">
      <PageHeader title={t('forecast')} note={t('forecastNote')} />
      <Card>
        <FilterBar value={{ ...search, site: siteCode }} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect required value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect required value={draft.item} onChange={(next) => change({ item: next?.code })} /></Field>
              <Field label={t('days')}><Select className="select" value={draft.days ?? '90'} onChange={(next) => change({ days: next })} options={spans.map((span) => ({ value: span, label: t('daysAhead', { days: span }) }))} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={forecastSearch} />
      {lost ? <p className="notice" role="status">{t('unknownCode', { code: lost })}</p>
        : !search.item || !siteCode ? <p className="notice" role="status">{t('choose')}</p>
        : <Card title={site && item ? `${name(site)} · ${name(item)}` : undefined}><Loaded query={query}>{(all) => (item ? <Forecast days={all} item={item} /> : null)}</Loaded></Card>}
    </div>
  )
}

function Forecast({ days, item }: { days: readonly ForecastDay[]; item: ItemChoice }) {
  const t = useWords(historyWords)
  const unit = useUnit()
  const out = runsOut(days)
  const moved = days.filter(changes)
  const measured = (figure: string) => `${quantity(figure)} ${unit(item)}`
  const first = days[0]
  const last = days.at(-1)
  if (!first || !last) return null
  return (
    <>
      <Picture days={days} label={t('picture', { from: first.day, to: last.day, first: measured(first.usable), last: measured(last.usable), low: measured(lowest(days)) })} />
      <p className="picture-words">{t('picture', { from: first.day, to: last.day, first: measured(first.usable), last: measured(last.usable), low: measured(lowest(days)) })}</p>
      {out && <p><StateTag tone="bad" word={t('runsOut', { day: out })} /></p>}
      {moved.length === 0 ? <p className="muted">{t('steady', { days: days.length })}</p> : (
        <>
          <p className="muted">{t('onlyChanges')}</p>
          <DataTable
            caption={t('forecast')}
            rows={moved}
            rowKey={(row) => row.day}
            columns={[
              { key: 'day', title: t('day'), rowHeader: true, nowrap: true, cell: (row) => row.day },
              { key: 'in', title: t('plannedIn'), number: true, cell: (row) => <Quantity value={row.quantityIn} /> },
              { key: 'out', title: t('plannedOut'), number: true, cell: (row) => <Quantity value={row.quantityOut} /> },
              { key: 'expires', title: t('expires'), number: true, cell: (row) => <Quantity value={row.expired} /> },
              { key: 'usable', title: t('usable'), number: true, cell: (row) => <strong><Quantity value={row.usable} of={item} /></strong> },
            ]}
          />
        </>
      )}
    </>
  )
}

const wide = 720
const high = 200

/** The steps, with the scale at the left, dates below, and a mark on each day on which something expires. */
function Picture({ days, label }: { days: readonly ForecastDay[]; label: string }) {
  const top = topOf(days)
  const path = stepsPath(days, wide, high)
  const x = (i: number) => (i / days.length) * wide
  const ticks = [0, 0.25, 0.5, 0.75].map((share) => Math.floor(share * days.length))
  return (
    <svg className="forecast" viewBox={`-112 -26 ${wide + 124} ${high + 62}`} role="img" aria-label={label}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line className="forecast-rule" x1="0" x2={wide} y1={high * (1 - share)} y2={high * (1 - share)} />
          <text className="forecast-text" x="-8" y={high * (1 - share) + 4} textAnchor="end">{quantity(String(top * share))}</text>
        </g>
      ))}
      <path className="forecast-area" d={`${path}V${high}H0Z`} />
      <path className="forecast-line" d={path} />
      {days.map((day, i) => Number(day.expired) > 0 && <path key={day.day} className="forecast-expiry" d={`M${x(i)} ${high}l-5 9h10Z`} />)}
      {days.map((day, i) => Number(day.quantityIn) > 0 && <path key={`in ${day.day}`} className="forecast-in" d={`M${x(i)} ${high + 9}l-5 -9h10Z`} />)}
      {[...ticks, days.length - 1].map((i) => <text key={i} className="forecast-text" x={x(i)} y={high + 30} textAnchor={i === 0 ? 'start' : i === days.length - 1 ? 'end' : 'middle'}>{days[i]!.day.slice(5)}</text>)}
    </svg>
  )
}
