import { Button, Radio } from 'antd'
import { useState } from 'react'
import { refusalsOf } from '../../../shared/graphql/refusal.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useWrite } from '../../useWrite.ts'
import { approvalsOf } from '../stock/documents/documentLines.ts'
import { ApproveDocuments } from '../stock/documents/documentQueries.ts'
import type { Waiting } from './approvalQueries.ts'
import { approvalWords } from './words.ts'

const modes = ['BEST_EFFORT', 'ALL_OR_NOTHING'] as const

/** Confirms the approval of several documents, then shows what the server answered for each, in the order in which they were asked for. */
export function ApprovalResults({ documents, onClose }: { documents: readonly Waiting[]; onClose: () => void }) {
  const t = useWords(approvalWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const say = useWordError()
  const [mode, setMode] = useState<(typeof modes)[number]>('BEST_EFFORT')
  const write = useWrite(ApproveDocuments)
  const results = write.data?.results
  if (!results) {
    return (
      <Card title={t('confirmTitle', { count: documents.length })}>
        <form className="stack" onSubmit={(event) => {
          event.preventDefault()
          if (!write.isPending) write.mutate({ documents: documents.map(({ id, revision }) => ({ documentId: id, revision })), mode })
        }}>
          <ul>{documents.map((row) => <li key={row.id}>{kindWord(row.kind)} {row.reason !== row.kind && term(row.reason)} · {name(row.site)} · {row.recordedBy}</li>)}</ul>
          {documents.length > 1 && (
            <fieldset className="chips">
              <legend className="field-label">{t('ifOneFails')}</legend>
              <Radio.Group optionType="button" value={mode} onChange={(event) => setMode(event.target.value as (typeof modes)[number])} options={modes.map((one) => ({ value: one, label: term(one) }))} />
            </fieldset>
          )}
          {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
          <div className="actions">
            <Button type="primary" htmlType="submit" loading={write.isPending}>{t('confirm')}</Button>
            <Button onClick={onClose}>{term('cancel')}</Button>
          </div>
        </form>
      </Card>
    )
  }
  const approved = results.filter((one) => one.approved).length
  const rows = results.map((result, index) => ({ result, asked: documents[index]! }))
  return (
    <Card title={t('resultTitle')}>
      <p role="status" className={approved === results.length ? 'done' : 'notice'}>{t('resultOf', { approved, refused: results.length - approved })}</p>
      <DataTable caption={t('resultTitle')} rows={rows} rowKey={({ asked }) => asked.id} columns={[
        { key: 'what', title: t('what'), rowHeader: true, cell: ({ asked, result }) => <><PathLink to={`/documents/${asked.id}`}>{kindWord(asked.kind)} {result.document?.number}</PathLink><span className="sub">{name(asked.site)}</span></> },
        { key: 'result', title: t('result'), cell: ({ result }) => result.approved ? <StateTag tone="good" word={t('approved')} /> : <StateTag tone="bad" word={t('notApproved')} /> },
        { key: 'why', title: t('why'), cell: ({ result }) => result.approved ? result.document && approvalsOf(result.document).missing > 0 ? t('needsMore', { count: approvalsOf(result.document).missing }) : '' : refusalsOf(result.userErrors).map(wordRefusal).join(' ') },
        { key: 'state', title: t('stateNow'), cell: ({ result }) => result.document && <StateTag state={result.document.state} /> },
      ]} />
      <div className="actions"><Button onClick={onClose}>{term('close')}</Button></div>
    </Card>
  )
}
