import { dateTime, quantity } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { PathLink } from '../../../parts/PathLink.tsx'
import { StateTag } from '../../../parts/StateTag.tsx'
import type { DocumentView } from './documentQueries.ts'
import { approvalsOf } from './documentLines.ts'
import { documentWords } from './words.ts'

/** Who has to approve, who has and when, and for a scrapping what the appraisal found and what became of the goods. */
export function ApprovalsCard({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const waits = document.state === 'SUBMITTED' || document.state === 'APPROVED'
  const { given, missing } = approvalsOf(document)
  if (!waits && document.approvalsAsked === 0 && document.approvals.length === 0 && !document.appraisal) return null
  return (
    <Card title={t('approvals')} extra={<PathLink to="/approval-rules">{t('toRules')}</PathLink>}>
      <p className="summary">
        {t('asked', { persons: document.approvalsAsked })} {waits && missing > 0 && <StateTag tone="near" word={t('stillMissing', { count: missing })} />}
        {waits && missing === 0 && <StateTag tone="good" word={t('allGiven', { count: given })} />}
        {document.value !== null && <span className="muted"> {t('worth', { value: quantity(document.value) })}</span>}
      </p>
      {document.kind === 'SCRAP' && (
        <p>
          <strong>{term('APPRAISE')}</strong>{' '}
          {document.appraisal
            ? <><StateTag state={document.appraisal.finding} /> {document.appraisal.note} <span className="muted">{document.appraisal.person} {dateTime(document.appraisal.appraisedAt)}</span></>
            : <StateTag tone="near" word={t('notAppraised')} />}
        </p>
      )}
      {document.approvals.length > 0 && (
        <ol className="approval-list">
          {document.approvals.map((one) => (
            <li key={`${one.person} ${one.decidedAt}`} className={one.void ? 'muted' : undefined}>
              <StateTag {...(one.void ? { tone: 'quiet' as const } : { state: one.decision })} word={t(one.decision === 'APPROVED' ? 'didApprove' : 'didRefuse', { person: one.person })} />{' '}
              <span className="code">{dateTime(one.decidedAt)}</span> {one.reason} {one.void && t('void')}
            </li>
          ))}
        </ol>
      )}
      {document.disposal && (
        <p><strong>{t('disposal')}</strong> {term(document.disposal.way)} · {t('proceeds', { value: quantity(document.disposal.proceeds) })} · {document.disposal.note} <span className="muted">{dateTime(document.disposal.disposedAt)}</span></p>
      )}
    </Card>
  )
}
