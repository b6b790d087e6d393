import { useState } from 'react'
import { dateTime } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Quantity } from '../../parts/Quantity.tsx'
import { incidentWords } from './incidentWords.ts'
import { LocalPager } from './LocalPager.tsx'
import { useNeeds } from './reading.ts'

const pageSize = 50

/** The needs with how each figure came about. */
export function NeedsView({ incidentId, place }: { incidentId: string; place: string | null }) {
  const t = useWords(incidentWords)
  const term = useTerm()
  const name = useNames()
  const needs = useNeeds(incidentId)
  const [page, setPage] = useState(1)
  const rows = needs.data?.filter((need) => place === null || need.site.id === place)
  const pages = Math.max(1, Math.ceil((rows?.length ?? 0) / pageSize))
  const at = Math.min(page, pages)
  return (
    <>
      <DataTable
        caption={t('needTable')}
        query={needs}
        rows={rows?.slice((at - 1) * pageSize, at * pageSize)}
        rowKey={(need) => need.id}
        empty={t('noNeeds')}
        columns={[
          { key: 'item', title: t('item'), rowHeader: true, cell: (need) => <>{name(need.item)} <span className="muted code">{need.item.code}</span></> },
          { key: 'site', title: t('place'), cell: (need) => name(need.site) },
          { key: 'quantity', title: t('quantity'), number: true, cell: (need) => <Quantity value={need.quantity} of={need.item} /> },
          { key: 'working', title: t('working'), cell: (need) => <>{need.working || '–'} <span className="muted">{term(need.origin)}</span></> },
          { key: 'priority', title: t('priority'), number: true, cell: (need) => need.priority },
          { key: 'by', title: t('by'), nowrap: true, cell: (need) => dateTime(need.neededBy) },
        ]}
      />
      <LocalPager page={at} pages={pages} onPage={setPage} />
    </>
  )
}
