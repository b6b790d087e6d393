import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { wordRefusal, useWordError } from '../../../shared/i18n/refusals.ts'
import { refusalsOf } from '../../../shared/graphql/refusal.ts'
import { Card } from '../../parts/Card.tsx'
import { CursorPager, pageSize } from '../../parts/CursorPager.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useSort } from '../../parts/useSort.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { ApproveLines, useLines, type CountLine, type CountView } from './countQueries.ts'
import { RecountPanel } from './RecountPanel.tsx'
import { lineFilters } from './search.ts'
import { useLineColumns } from './useLineColumns.tsx'
import { countWords } from './words.ts'

export type LineResult = { line: CountLine; ok: boolean; word: string }

/** The lines of a stocktake, and what is done with those that are selected, told row by row. */
export function LinesCard({ count }: { count: CountView }) {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const search = useSearch({ from: '/counts/$id' })
  const navigate = useNavigate({ from: '/counts/$id' })
  const query = useLines(count.id, search.only ?? null, search.order, pageSize, search.after)
  const sort = useSort(search.order ?? 'LINE')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [recounting, setRecounting] = useState<readonly CountLine[] | null>(null)
  const [results, setResults] = useState<readonly LineResult[]>([])
  const approve = useWrite(ApproveLines)
  const rows = query.data?.nodes ?? []
  const open = count.state === 'OPEN'
  const selected = rows.filter((line) => chosen.includes(line.id))
  const able = selected.filter((line) => line.needsApproval && line.difference !== null)
  const acts = open && (may(viewer, 'count.write') || may(viewer, 'count.approve'))
  const columns = useLineColumns(count)
  const approveSelected = () =>
    approve.mutate({ countId: count.id, mode: 'BEST_EFFORT', lines: able.map((line) => ({ lineId: line.id, difference: line.difference! })) }, {
      onSuccess: (payload) => {
        setChosen([])
        setResults(payload.results.flatMap((result) => {
          const line = able.find((one) => one.id === result.lineId)
          return line ? [{ line, ok: result.approved, word: result.approved ? t('resultApproved') : refusalsOf(result.userErrors).map((refusal) => wordRefusal(refusal)).join(' ') }] : []
        }))
      },
    })
  return (
    <>
      {results.length > 0 && (
        <Card title={t('results')} extra={<Button onClick={() => setResults([])}>{term('close')}</Button>}>
          <div role="status"><ul className="count-results">
            {results.map(({ line, ok, word }) => <li key={line.id}><StateTag tone={ok ? 'good' : 'bad'} word={word} /> <span>{t('resultRow', { line: line.lineNo, item: name(line.item), lot: line.lot.serialNo || line.lot.lotNo })}</span></li>)}
          </ul></div>
        </Card>
      )}
      {recounting && <RecountPanel count={count} lines={recounting} onClose={() => setRecounting(null)} onDone={(done) => { setRecounting(null); setChosen([]); setResults(done) }} />}
      <Card title={t('lines')} extra={
        <div className="tabs" role="group" aria-label={term('state')}>
          {([undefined, ...lineFilters] as const).map((only) => (
            <button key={only ?? ''} type="button" aria-current={search.only === only ? 'page' : undefined} onClick={() => { setChosen([]); void navigate({ search: { only, order: search.order } }) }}>{term(only ?? 'all')}</button>
          ))}
        </div>
      }>
        {acts && (
          <div className="count-selection">
            <label className="count-leave"><input type="checkbox" className="count-check" checked={rows.length > 0 && selected.length === rows.length} onChange={(event) => setChosen(event.target.checked ? rows.map((line) => line.id) : [])} />{t('selectAll')}</label>
            <span role="status" className="muted">{t('selected', { count: selected.length })}</span>
            {may(viewer, 'count.approve') && <Button disabled={able.length === 0} loading={approve.isPending} onClick={approveSelected}>{t('approve')}</Button>}
            {may(viewer, 'count.write') && <Button disabled={selected.length === 0} onClick={() => { setResults([]); setRecounting(selected) }}>{t('recount')}</Button>}
            {selected.length > 0 && able.length < selected.length && may(viewer, 'count.approve') && <span className="muted">{t('approveOnly', { count: selected.length, able: able.length })}</span>}
          </div>
        )}
        {approve.error ? <p className="field-error" role="alert">{say(approve.error)}</p> : null}
        <DataTable
          caption={t('lines')}
          query={query}
          rows={query.data?.nodes}
          rowKey={(line) => line.id}
          empty={t('noLines')}
          sort={{ ...sort, set: (order) => { setChosen([]); sort.set(order) } }}
          columns={[
            ...(acts ? [{
              key: 'select', width: 52,
              title: <span className="visually-hidden">{t('selection')}</span>, // a control in the head would be repeated in the row that antd measures
              cell: (line: CountLine) => <input type="checkbox" className="count-check" aria-label={t('select', { line: line.lineNo })} checked={chosen.includes(line.id)} onChange={(event) => setChosen(event.target.checked ? [...chosen, line.id] : chosen.filter((one) => one !== line.id))} />,
            }] : []),
            ...columns,
          ]}
        />
        <CursorPager pageInfo={query.data?.pageInfo} count={rows.length} of={search.only ? undefined : { totalCount: count.progress.lines, totalCountExact: true }} />
      </Card>
    </>
  )
}
