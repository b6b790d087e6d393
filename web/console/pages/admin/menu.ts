import type { MenuSection } from '../../menu.ts'
import { rulesEntry } from '../approvals/menu.ts'

export const adminMenu: MenuSection = {
  words: ['基础数据', 'Master data'],
  entries: [
    { path: '/items', words: ['物资品种', 'Items'] },
    { path: '/sites', words: ['储备点', 'Sites'] },
    { path: '/organisations', words: ['单位', 'Organisations'] },
    { path: '/vehicles', words: ['车辆', 'Vehicles'], anyOf: ['vehicle.read'] },
    rulesEntry,
    { path: '/audit', words: ['审计记录', 'Audit trail'], anyOf: ['audit.read'] },
  ],
}
