import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { useWrite } from '../../useWrite.ts'
import { CloseCount, useAllLines, type CountView } from './countQueries.ts'
import { countWords } from './words.ts'

/** Closing: what will be posted and what stays as it is, shown before; why, where something stays. */
export function ClosePanel({ count, onClose }: { count: CountView; onClose: () => void }) {
  const t = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const say = useWordError()
  const navigate = useNavigate()
  const close = useWrite(CloseCount)
  const differing = useAllLines(count.id, 'DIFFERENT')
  const [leave, setLeave] = useState(false)
  const [reason, setReason] = useState('')
  const { found, lines, counted } = count.progress
  const uncounted = lines - counted
  const asks = found ? found.needApproval > 0 : true
  const left = uncounted + (found ? found.needApproval + found.blocked : 0)
  const ready = (!found || found.needApproval === 0 || leave) && (left === 0 || reason.trim() !== '')
  return (
    <Card title={t('closeTitle', { number: count.number })}>
      <form className="stack" onSubmit={(event) => {
        event.preventDefault()
        close.mutate({ countId: count.id, leaveUnapproved: leave, reason: reason.trim() || null }, {
          onSuccess: () => { onClose(); void navigate({ to: '/counts/$id', params: { id: count.id }, search: { done: 'closed' } }) },
        })
      }}>
        <p className="muted">{t('closeNote')}</p>
        {found ? (
          <dl className="count-outcomes">
            {([['willAdjust', found.adjusted], ['willConfirm', found.confirmed], ['willUncounted', uncounted], ['willUnapproved', found.needApproval], ['willBlocked', found.blocked]] as const)
              .filter(([key, lineCount]) => lineCount > 0 || key === 'willAdjust').map(([key, lineCount]) => <div key={key}><dt>{t(key)}</dt><dd>{t('lineCount', { count: lineCount })}</dd></div>)}
          </dl>
        ) : (
          <>
            <p className="notice">{t('hiddenClose')}</p>
            {uncounted > 0 && <dl className="count-outcomes"><div><dt>{t('willUncounted')}</dt><dd>{t('lineCount', { count: uncounted })}</dd></div></dl>}
          </>
        )}
        {found !== null && found.blocked > 0 && <p className="notice">{t('blockedNote')}</p>}
        {found && (
          <div className="count-posting">
            <h3>{t('willPost')}</h3>
            <Loaded query={differing} lines={3}>
              {(all) => (
                <DataTable
                  caption={t('willPost')}
                  rows={all.filter((line) => line.prospect === 'ADJUSTED')}
                  rowKey={(line) => line.id}
                  empty={t('nothingPosted')}
                  columns={[
                    { key: 'no', title: t('lineNo'), number: true, cell: (line) => line.lineNo },
                    { key: 'bin', title: t('bin'), nowrap: true, cell: (line) => line.bin?.code ?? t('noBin') },
                    { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <>{name(line.item)}<span className="sub code">{line.lot.serialNo || line.lot.lotNo}</span></> },
                    { key: 'expected', title: t('onBooks'), number: true, cell: (line) => <Quantity value={line.expected} of={line.item} /> },
                    { key: 'counted', title: t('counted'), number: true, cell: (line) => <Quantity value={line.counted} /> },
                    { key: 'difference', title: t('difference'), number: true, cell: (line) => <strong><Quantity value={line.difference} /></strong> },
                    { key: 'value', title: t('value'), number: true, cell: (line) => (line.value === null ? '–' : <Quantity value={line.value} />) },
                  ]}
                />
              )}
            </Loaded>
          </div>
        )}
        {asks && <label className="count-leave"><input type="checkbox" className="count-check" checked={leave} onChange={(event) => setLeave(event.target.checked)} />{found ? t('leaveUnapproved', { count: found.needApproval }) : t('leaveHidden')}</label>}
        {(left > 0 || !found) && <Field label={t('reasonLeft')} wide><Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>}
        {close.error ? <p className="field-error" role="alert">{say(close.error)}</p> : null}
        <div className="actions">
          <Button type="primary" danger htmlType="submit" loading={close.isPending} disabled={!ready}>{t('confirmClose')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
