import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { dateTime, quantity } from '../../../shared/format.ts'
import { ask } from '../../../shared/graphql/ask.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable, type Column } from '../../parts/DataTable.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { PathLink } from '../../parts/PathLink.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useDocumentKind } from '../../parts/documentKind.ts'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { AddRulePanel } from './AddRulePanel.tsx'
import { ApprovalRulesQuery, EndApprovalRule, type Rule } from './approvalQueries.ts'
import { approvalWords } from './words.ts'

/** The rules by which documents need approval; administrators put them in force and end them. */
export function RulesPage() {
  const t = useWords(approvalWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const viewer = useViewer()
  const { all } = useSearch({ from: '/approval-rules' })
  const query = useQuery({ queryKey: ['approvalRules', all], queryFn: () => ask(ApprovalRulesQuery, { inForceOnly: !all }).then((answer) => answer.approvalRules), placeholderData: (previous) => previous })
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Rule | null>(null)
  const [done, setDone] = useState<'added' | 'ended' | null>(null)
  const changes = may(viewer, 'settings.write')
  const condition = useCondition()
  const actions: Column<Rule>[] = changes ? [{ key: 'action', title: t('actions'), cell: (rule) => rule.toAt === null && <Button size="small" aria-label={t('endOne', { rule: condition(rule) })} onClick={() => { setDone(null); setEnding(rule) }}>{t('end')}</Button> }] : []
  return (
    <div className="page">
      <PageHeader title={t('rules')} note={t('rulesNote')} actions={
        <>
          <nav className="tabs" aria-label={term('state')}>
            <PathLink to="/approval-rules" aria-current={all ? undefined : 'page'}>{t('inForce')}</PathLink>
            <PathLink to="/approval-rules?all=1" aria-current={all ? 'page' : undefined}>{term('all')}</PathLink>
          </nav>
          {changes && !adding && <Button type="primary" onClick={() => { setDone(null); setAdding(true) }}>{t('addRule')}</Button>}
        </>
      } />
      {done && <p className="done" role="status">{t(done)}</p>}
      {adding && <AddRulePanel onClose={() => setAdding(false)} onDone={() => { setAdding(false); setDone('added') }} />}
      {ending && <EndRule rule={ending} condition={condition(ending)} onClose={() => setEnding(null)} onDone={() => { setEnding(null); setDone('ended') }} />}
      <Card>
        <DataTable
          caption={t('rules')}
          query={query}
          rows={query.data}
          rowKey={(rule) => rule.id}
          empty={t('noRules')}
          columns={[
            { key: 'kind', title: t('kind'), rowHeader: true, cell: (rule) => <>{kindWord(rule.kind)}{rule.reason && <span className="sub">{term(rule.reason)}</span>}</> },
            { key: 'condition', title: t('condition'), cell: (rule) => <>{condition(rule)}{rule.note && <span className="sub">{rule.note}</span>}</> },
            { key: 'persons', title: t('persons'), number: true, cell: (rule) => t('personsOf', { count: rule.persons }) },
            { key: 'from', title: t('from'), nowrap: true, cell: (rule) => dateTime(rule.fromAt) },
            { key: 'state', title: term('state'), cell: (rule) => rule.toAt === null ? <StateTag tone="good" word={t('inForce')} /> : <><StateTag tone="quiet" word={t('over')} /><span className="sub code">{dateTime(rule.toAt)}</span></> },
            ...actions,
          ]}
        />
      </Card>
    </div>
  )
}

/** The conditions of a rule in words. */
function useCondition(): (rule: Rule) => string {
  const t = useWords(approvalWords)
  const term = useTerm()
  return (rule) => [
    ...(rule.valueFrom === null ? [] : [t('valueFrom', { value: quantity(rule.valueFrom) })]),
    ...(rule.hazardClasses.length === 0 ? [] : [t('hazards', { classes: rule.hazardClasses.join('、') })]),
    ...(rule.programme === '' ? [] : [t('programmeOf', { programme: term(rule.programme) })]),
  ].join('；') || t('always')
}

function EndRule({ rule, condition, onClose, onDone }: { rule: Rule; condition: string; onClose: () => void; onDone: () => void }) {
  const t = useWords(approvalWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const say = useWordError()
  const write = useWrite(EndApprovalRule)
  return (
    <Modal open title={t('endTitle')} onCancel={onClose} okText={t('confirmEnd')} cancelText={term('cancel')} okButtonProps={{ danger: true, loading: write.isPending }} onOk={() => write.mutate({ ruleId: rule.id }, { onSuccess: onDone })} destroyOnHidden>
      <p>{kindWord(rule.kind)} {rule.reason && term(rule.reason)} · {condition}</p>
      <p className="muted">{t('endWhy')}</p>
      {write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
    </Modal>
  )
}
