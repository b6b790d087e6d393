// Approving: one confirmation that says what is reserved; where a minimum stands against it, its numbers and the way to override.
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { Refused } from '../../../shared/graphql/ask.ts'
import { quantity } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { may } from '../../../shared/session.ts'
import { Field } from '../../parts/FilterBar.tsx'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { OverrideOffer } from '../reserves/OverrideOffer.tsx'
import { allocationWords } from './allocationWords.ts'
import type { Allocation, AllocationLine } from './documents.ts'
import { live } from './proposal.ts'
import { ApproveAllocation } from './writes.ts'

type Props = { allocation: Allocation; incidentId: string; shortNeeds: number; nameLine: (line: AllocationLine) => string; onClose: () => void }

export function Approve({ allocation, incidentId, shortNeeds, nameLine, onClose }: Props) {
  const t = useWords(allocationWords)
  const term = useTerm()
  const say = useWordError()
  const viewer = useViewer()
  const write = useWrite(ApproveAllocation)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const lines = live(allocation.lines)
  const refusals = write.error instanceof Refused ? write.error.refusals : []
  const minimum = refusals.find((refusal) => refusal.code === 'BELOW_MINIMUM')
  // The server numbers the lines that it reserves: those struck out do not count.
  const concerned = refusals.flatMap((refusal) => refusal.fields).flatMap((path) => {
    const line = lines[Number(/lines\.(\d+)/.exec(path)?.[1] ?? 'none')]
    return line ? [line] : []
  })
  const mayOverride = minimum !== undefined && may(viewer, 'minimum.override')
  const approve = (overrideReason?: string) => write.mutate({ allocationId: allocation.id, revision: allocation.revision, ...(overrideReason ? { overrideReason } : {}) }, { onSuccess: onClose })
  const approveBy = (overrideId: string) => write.mutate({ allocationId: allocation.id, revision: allocation.revision, overrideId }, { onSuccess: onClose })
  const fact = (name: string) => quantity(minimum?.facts[name] ?? '')
  return (
    <Modal open title={t('approveTitle', { number: allocation.number })} onCancel={onClose} footer={null} destroyOnHidden>
      <form className="inc-stack" onSubmit={(event) => {
        event.preventDefault()
        if (!mayOverride) return approve()
        setTried(true)
        if (reason.trim()) approve(reason.trim())
      }}>
        <p>{t('approveText', { lines: lines.length, sites: new Set(lines.map((line) => line.fromSite.id)).size })}</p>
        {shortNeeds > 0 && <p className="over">{t('approveShort', { count: shortNeeds })}</p>}
        {write.error !== null && (
          <div className="error-card" role="alert">
            <p>{say(write.error)}</p>
            {concerned.map((line) => <p key={line.id} className="muted">{t('refusedLine', { line: nameLine(line) })}</p>)}
          </div>
        )}
        {minimum && (
          <dl className="minimum-facts">
            <div><dt>{t('minimumScope')}</dt><dd>{minimum.facts['scopeName']}</dd></div>
            <div><dt>{t('minimumFloor')}</dt><dd className="number">{fact('floor')}</dd></div>
            <div><dt>{t('minimumAvailable')}</dt><dd className="number">{fact('available')}</dd></div>
            <div><dt>{t('minimumRequested')}</dt><dd className="number">{fact('requested')}</dd></div>
          </dl>
        )}
        {mayOverride && (
          <fieldset className="override">
            <legend>{t('overrideTitle')}</legend>
            <p className="muted">{t('overrideNote')}</p>
            <Field wide label={t('overrideReason')} error={tried && !reason.trim() ? t('overrideFault') : null}>
              <Input.TextArea rows={2} maxLength={400} value={reason} onChange={(event) => { setReason(event.target.value); setTried(false) }} />
            </Field>
          </fieldset>
        )}
        <OverrideOffer error={write.error} incidentId={incidentId} pending={write.isPending} onUse={approveBy} />
        <div className="form-actions">
          <Button type="primary" danger={mayOverride} htmlType="submit" loading={write.isPending}>{t(mayOverride ? 'overrideConfirm' : 'approveConfirm')}</Button>
          <Button onClick={onClose}>{term('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
