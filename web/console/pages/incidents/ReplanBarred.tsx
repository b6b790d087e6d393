import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { allocationWords } from './allocationWords.ts'
import { closureWords } from './closureWords.ts'
import type { Trip } from './documents.ts'
import { RehearsedPlan } from './RehearsedPlan.tsx'
import { useRehearsal } from './useRehearsal.ts'
import type { useReplan } from './useReplan.ts'

type Props = { allocationId: string; trips: readonly Trip[]; replanning: Pick<ReturnType<typeof useReplan>, 'replan' | 'pending'> }

/** Planning anew the barred trips of an allocation, at once or after a look at what would come in their place. */
export function ReplanBarred({ allocationId, trips, replanning }: Props) {
  const c = useWords(closureWords)
  const t = useWords(allocationWords)
  const say = useWordError()
  const rehearsal = useRehearsal()
  const choices = { allocationId, replaced: trips.map((trip) => ({ tripId: trip.id, revision: trip.revision })) }
  // Read anew, the board may have other trips that are barred: the plan that was looked at is not of those.
  const asked = JSON.stringify(choices)
  const [lookedAt, setLookedAt] = useState('')
  const now = lookedAt === asked
  const look = () => {
    setLookedAt(asked)
    rehearsal.mutate(choices)
  }
  const confirm = () => {
    rehearsal.reset()
    replanning.replan(allocationId, trips)
  }
  return (
    <div className="form-actions">
      <Button type="primary" loading={replanning.pending} disabled={rehearsal.isPending} onClick={() => replanning.replan(allocationId, trips)}>
        {trips.length === 1 ? c('replanOf', { number: trips[0]!.number }) : c('replanAll', { count: trips.length })}
      </Button>
      <Button loading={rehearsal.isPending} disabled={replanning.pending} onClick={look}>{t('rehearse')}</Button>
      {now && rehearsal.error !== null && <p className="field-error" role="alert">{say(rehearsal.error)}</p>}
      {now && rehearsal.data && (
        <Modal open title={c('replan')} width={760} footer={null} onCancel={rehearsal.reset} destroyOnHidden>
          <RehearsedPlan plan={rehearsal.data} replaced={trips.map((trip) => trip.number)} waiting={null} onConfirm={confirm} onClose={rehearsal.reset} />
        </Modal>
      )}
    </div>
  )
}
