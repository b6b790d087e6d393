import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ask } from '../../../shared/graphql/ask.ts'
import { graphql } from '../../../shared/graphql/graphql.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field, FilterBar, IgnoredParams } from '../../parts/FilterBar.tsx'
import { ItemSelect } from '../../parts/ItemSelect.tsx'
import { useItemByCode } from '../../parts/items.ts'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { SiteSelect } from '../../parts/SiteSelect.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { stringifySearch } from '../../parts/searchParams.ts'
import { useSites } from '../../parts/sites.ts'
import { useAbout, useViewer } from '../../useSession.ts'
import { isPeriod, lastMonth, ranges, thisMonth } from './dates.ts'
import { periodSearch } from './search.ts'
import { historyWords } from './words.ts'

const PeriodQuery = graphql(`query StockPeriod($siteId: ID!, $itemId: ID!, $from: Date!, $to: Date!) { stockPeriod(siteId: $siteId, itemId: $itemId, from: $from, to: $to) { opening quantityIn quantityOut closing zeroDays } }`)

/** Opening, in, out and closing of an item at a site over whole days, and the days on which there was nothing. */
export function PeriodPage() {
  const t = useWords(historyWords)
  const term = useTerm()
  const name = useNames()
  const viewer = useViewer()
  const { today } = useAbout()
  const search = useSearch({ from: '/stock-period' })
  const navigate = useNavigate({ from: '/stock-period' })
  const siteCode = search.site ?? viewer.keepsSites[0]?.code
  const sites = useSites().data
  const site = sites?.find((one) => one.code === siteCode)
  const item = useItemByCode(search.item).data
  const { from, to } = { ...thisMonth(today), ...(search.from && { from: search.from }), ...(search.to && { to: search.to }) }
  const right = isPeriod(from, to)
  const lost = (search.site !== undefined && sites !== undefined && !site && search.site) || (search.item !== undefined && item === null && search.item)
  const query = useQuery({
    queryKey: ['stockPeriod', site?.id, item?.id, from, to],
    queryFn: ({ signal }) => ask(PeriodQuery, { siteId: site!.id, itemId: item!.id, from, to }, signal).then((answer) => answer.stockPeriod),
    placeholderData: (previous) => previous,
    enabled: site !== undefined && Boolean(item) && right,
  })
  const month = (period: { from: string; to: string }) => '/stock-period' + stringifySearch({ ...search, ...period })
  return (
    <div className="page">
      <PageHeader title={t('period')} note={t('periodNote')} actions={
        <nav className="tabs" aria-label={t('period')}>
          <PathLink to={month(thisMonth(today))} aria-current={from === thisMonth(today).from && to === today ? 'page' : undefined}>{t('thisMonth')}</PathLink>
          <PathLink to={month(lastMonth(today))} aria-current={from === lastMonth(today).from && to === lastMonth(today).to ? 'page' : undefined}>{t('lastMonth')}</PathLink>
        </nav>
      } />
      <Card>
        <FilterBar value={{ ...search, site: siteCode, from, to }} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={term('site')}><SiteSelect required value={draft.site} onChange={(next) => change({ site: next?.code })} /></Field>
              <Field label={term('item')} wide><ItemSelect required value={draft.item} onChange={(next) => change({ item: next?.code })} /></Field>
              <Field label={t('from')}><input className="plain-input" type="date" max={draft.to} value={draft.from} onChange={(event) => change({ from: event.target.value || from })} /></Field>
              <Field label={t('to')}><input className="plain-input" type="date" min={draft.from} max={today} value={draft.to} onChange={(event) => change({ to: event.target.value || to })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={periodSearch} />
      {lost ? <p className="notice" role="status">{t('unknownCode', { code: lost })}</p>
        : !right ? <p className="notice" role="status">{t('chooseDates')}</p>
        : !search.item || !siteCode ? <p className="notice" role="status">{t('choose')}</p> : (
          <Card title={site && item ? `${name(site)} · ${name(item)} · ${from} – ${to}` : undefined} extra={site && item && <PathLink to={'/stock/card' + stringifySearch({ site: site.code, item: item.code })}>{t('seeCard')}</PathLink>}>
            <Loaded query={query} lines={3}>
              {(period) => (
                <>
                  <dl className="facts figures period-figures">
                    <div><dt>{t('opening')}</dt><dd><Quantity value={period.opening} of={item ?? undefined} /></dd></div>
                    <div><dt>＋ {t('came')}</dt><dd><Quantity value={period.quantityIn} of={item ?? undefined} /></dd></div>
                    <div><dt>− {t('went')}</dt><dd><Quantity value={period.quantityOut} of={item ?? undefined} /></dd></div>
                    <div><dt>＝ {t('closing')}</dt><dd><Quantity value={period.closing} of={item ?? undefined} /></dd></div>
                  </dl>
                  <h3>{t('zeroDays')}</h3>
                  {period.zeroDays.length === 0 ? <p><StateTag tone="good" word={t('noZeroDays')} /></p> : (
                    <>
                      <p><StateTag tone="bad" word={t('zeroCount', { count: period.zeroDays.length })} /></p>
                      <p>{ranges(period.zeroDays).map((range) => (range.from === range.to ? range.from : `${range.from} – ${range.to}`)).join('，')}</p>
                    </>
                  )}
                  <p className="muted">{t('zeroNote')}</p>
                </>
              )}
            </Loaded>
          </Card>
        )}
    </div>
  )
}
