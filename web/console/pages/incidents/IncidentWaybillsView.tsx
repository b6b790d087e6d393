import { Link } from '@tanstack/react-router'
import { dateTime, timeOfDay } from '../../../shared/format.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import type { Incident } from './documents.ts'
import { incidentWords } from './incidentWords.ts'

export function IncidentWaybillsView({ incident, place }: { incident: Incident; place: string | null }) {
  const t = useWords(incidentWords)
  const name = useNames()
  const rows = incident.trips.flatMap((trip) => trip.waybills.map((waybill) => ({ ...waybill, plate: trip.vehicle.plate }))).filter((waybill) => place === null || waybill.toSite.id === place)
  return (
    <DataTable
      caption={t('waybillTable')}
      rows={rows}
      rowKey={(waybill) => waybill.id}
      empty={t('noWaybills')}
      columns={[
        { key: 'number', title: t('waybillTable'), rowHeader: true, nowrap: true, cell: (waybill) => <Link to="/waybills/$waybillId" params={{ waybillId: waybill.id }}>{waybill.number}</Link> },
        { key: 'to', title: t('to'), cell: (waybill) => name(waybill.toSite) },
        { key: 'plate', title: t('plate'), nowrap: true, cell: (waybill) => waybill.plate },
        { key: 'issued', title: t('issuedAt'), nowrap: true, cell: (waybill) => dateTime(waybill.issuedAt) },
        { key: 'state', title: '', cell: (waybill) => <StateTag state={waybill.state} /> },
        { key: 'signed', title: t('signedAt'), cell: (waybill) => waybill.signedAt && <>{t('signedBy', { name: waybill.signedName, time: timeOfDay(waybill.signedAt) })} <StateTag tone={waybill.late ? 'bad' : 'good'} word={t(waybill.late ? 'isLate' : 'onTime')} /></> },
      ]}
    />
  )
}
