import type { MenuSection } from '../../menu.ts'

export const reservesMenu: MenuSection = {
  words: ['储备', 'Reserves'],
  entries: [
    { path: '/standing', words: ['储备定额', 'Quota and standing'], anyOf: ['standing.read'] },
    { path: '/minimums', words: ['最低库存', 'Minimum stock'], anyOf: ['minimum.read'] },
    { path: '/breaches', words: ['突破记录', 'Breaches'], anyOf: ['minimum.read'] },
    { path: '/overrides', words: ['突破授权', 'Overrides'], anyOf: ['override.read'] },
    { path: '/rotation', words: ['轮换', 'Rotation'], anyOf: ['rotation.read'] },
    { path: '/cabinets', words: ['公共急救柜', 'Public cabinets'] },
  ],
}
