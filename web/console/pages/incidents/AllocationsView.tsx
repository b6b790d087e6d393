import { Link } from '@tanstack/react-router'
import { dateTime } from '../../../shared/format.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Incident } from './documents.ts'
import { incidentWords } from './incidentWords.ts'

export function AllocationsView({ incident, mayPropose }: { incident: Incident; mayPropose: boolean }) {
  const t = useWords(incidentWords)
  return (
    <DataTable
      caption={t('allocationTable')}
      rows={incident.allocations}
      rowKey={(allocation) => allocation.id}
      empty={t(mayPropose ? 'noAllocationsYou' : 'noAllocations')}
      columns={[
        { key: 'number', title: t('allocationTable'), rowHeader: true, nowrap: true, cell: (allocation) => <Link to="/incidents/$incidentId/allocations/$allocationId" params={{ incidentId: incident.id, allocationId: allocation.id }}>{allocation.number}</Link> },
        { key: 'state', title: '', cell: (allocation) => <StateTag state={allocation.state} /> },
        { key: 'at', title: t('proposedAt'), nowrap: true, cell: (allocation) => dateTime(allocation.createdAt) },
        { key: 'short', title: t('shortfalls'), number: true, cell: (allocation) => allocation.shortfalls.length },
        { key: 'unserved', title: t('unserved'), number: true, cell: (allocation) => allocation.unserved.length },
      ]}
    />
  )
}
