import type { MenuSection } from '../../menu.ts'

export const incidentsMenu: MenuSection = {
  words: ['应急调度', 'Response'],
  entries: [
    { path: '/board', words: ['一张图', 'Dispatch board'], anyOf: ['incident.read'] },
    { path: '/incidents', words: ['突发事件', 'Incidents'], anyOf: ['incident.read'] },
    { path: '/trips', words: ['车次', 'Trips'], anyOf: ['waybill.read'] },
    { path: '/waybills', words: ['运单', 'Waybills'], anyOf: ['waybill.read'] },
  ],
}
