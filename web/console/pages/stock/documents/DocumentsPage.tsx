import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { dateTime } from '../../../../shared/format.ts'
import { ask } from '../../../../shared/graphql/ask.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../../parts/CursorPager.tsx'
import { DataTable } from '../../../parts/DataTable.tsx'
import { Field, FilterBar, IgnoredParams } from '../../../parts/FilterBar.tsx'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { SiteSelect } from '../../../parts/SiteSelect.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import { useSites } from '../../../parts/sites.ts'
import { useDocumentKind } from '../../../parts/documentKind.ts'
import { useCount } from '../../../parts/useCount.ts'
import { useSort } from '../../../parts/useSort.ts'
import { useViewer } from '../../../useSession.ts'
import { documentKinds, documentStates, documentsSearch, type DocumentsSearch } from '../search.ts'
import { approvalsOf, enteredLate } from './documentLines.ts'
import { DocumentsCountQuery, DocumentsQuery } from './documentQueries.ts'
import { documentWords } from './words.ts'

export function DocumentsPage() {
  const t = useWords(documentWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const viewer = useViewer()
  const search = useSearch({ from: '/documents' })
  const navigate = useNavigate({ from: '/documents' })
  const sites = useSites().data
  const idOf = (code: string | undefined) => sites?.find((site) => site.code === code)?.id ?? null
  const sort = useSort(search.order ?? 'NEWEST')
  const filter = { siteId: idOf(search.site), toSiteId: idOf(search.to), kind: search.kind ?? null, state: search.state ?? null }
  const query = useQuery({
    queryKey: ['documents', filter, search.order, search.after],
    queryFn: ({ signal }) => ask(DocumentsQuery, { ...filter, orderBy: search.order ?? null, first: pageSize, after: search.after ?? null }, signal).then((answer) => answer.documents),
    placeholderData: (previous) => previous,
    enabled: (!search.site && !search.to) || sites !== undefined,
  })
  const inAll = useCount(['documents', filter], query, search.after, (signal) => ask(DocumentsCountQuery, filter, signal).then((answer) => answer.documents))
  const keeps = (code: string | undefined) => viewer.keepsSites.some((site) => site.code === code)
  return (
    <div className="page">
      <PageHeader title={t('documents')} note={t('documentsNote')} />
      <Card>
        <FilterBar<DocumentsSearch> value={search} onApply={(next) => navigate({ search: next })} onReset={() => navigate({ search: {} })}>
          {(draft, change) => (
            <>
              <Field label={t('kind')}>
                <Select className="select" allowClear placeholder={term('all')} value={draft.kind} onChange={(kind: DocumentsSearch['kind']) => change({ kind })} options={documentKinds.map((kind) => ({ value: kind, label: kindWord(kind) }))} />
              </Field>
              <Field label={term('state')}>
                <Select className="select" allowClear placeholder={term('all')} value={draft.state} onChange={(state: DocumentsSearch['state']) => change({ state })} options={documentStates.map((state) => ({ value: state, label: term(state) }))} />
              </Field>
              <Field label={t('either')}><SiteSelect value={draft.site} onChange={(site) => change({ site: site?.code })} /></Field>
              <Field label={t('to')}><SiteSelect value={draft.to} onChange={(site) => change({ to: site?.code })} /></Field>
            </>
          )}
        </FilterBar>
      </Card>
      <IgnoredParams known={documentsSearch} />
      <Card>
        <DataTable
          caption={t('documents')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(row) => row.id}
          empty={t('noDocuments')}
          sort={sort}
          columns={[
            { key: 'number', title: term('documentNumber'), rowHeader: true, cell: (row) => <><Link to="/documents/$id" params={{ id: row.id }} className="code">{row.number || t('unnumbered')}</Link>{row.reverses && <span className="sub">{t('reversalOf')} <PathLink to={`/documents/${row.reversesId}`} className="code">{row.reverses}</PathLink></span>}{row.reversedBy && <span className="sub">{t('reversedBy')} <PathLink to={`/documents/${row.reversedById}`} className="code">{row.reversedBy}</PathLink></span>} </> },
            { key: 'kind', title: t('kind'), cell: (row) => <>{kindWord(row.kind)}{row.reason !== row.kind && <span className="sub">{term(row.reason)}</span>}</> },
            { key: 'state', title: term('state'), cell: (row) => (
              <>
                <StateTag state={row.state} />
                {(row.state === 'SUBMITTED' || row.state === 'APPROVED') && <span className="sub">{t('progress', { given: approvalsOf(row).given, asked: row.approvalsAsked })}</span>}
                {row.kind === 'TRANSFER' && row.state === 'IN_TRANSIT' && keeps(row.counterSite?.code) && <> <Link to="/documents/$id/receive" params={{ id: row.id }}>{t('receiveIt')}</Link></>}
              </>
            ) },
            { key: 'site', title: t('between'), cell: (row) => <>{name(row.site)}{row.counterSite && <span className="sub">→ {name(row.counterSite)}</span>}</> },
            { key: 'occurredAt', title: t('occurredAt'), nowrap: true, cell: (row) => row.number ? <>{dateTime(row.occurredAt)}{enteredLate(row) && <span className="sub">{t('late')}</span>}</> : '–' },
            { key: 'recorded', title: t('recorded'), order: { rising: 'OLDEST', falling: 'NEWEST' }, cell: (row) => <>{row.recordedBy ?? t('system')}<span className="sub code">{dateTime(row.recordedAt)}</span></> },
            { key: 'note', title: term('note'), cell: (row) => <span className="note-cell">{row.note}</span> },
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={query.data?.nodes.length ?? 0} of={inAll} />
      </Card>
    </div>
  )
}
