import { useWords } from '../../../shared/i18n/words.ts'
import { Loaded } from '../../parts/Loaded.tsx'
import { AllocationBench } from './AllocationBench.tsx'
import { allocationWords } from './allocationWords.ts'
import './incidents.css'
import { useProposal } from './reading.ts'
import { allocationRoute } from './routes.tsx'

export function AllocationPage() {
  const t = useWords(allocationWords)
  const { incidentId, allocationId } = allocationRoute.useParams()
  const proposal = useProposal(incidentId, allocationId)
  return (
    <div className="page">
      <Loaded query={proposal} lines={14}>
        {(found) => (found ? <AllocationBench key={found.allocation.id} proposal={found} /> : <div className="card empty">{t('missing')}</div>)}
      </Loaded>
    </div>
  )
}
