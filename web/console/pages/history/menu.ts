import type { MenuSection } from '../../menu.ts'

export const historyMenu: MenuSection = {
  words: ['库存历史与预测', 'Past and future stock'],
  entries: [
    { path: '/history', words: ['某时库存', 'As of a moment'], anyOf: ['stock.read'] },
    { path: '/stock-period', words: ['收发存', 'Over a period'], anyOf: ['stock.read'] },
    { path: '/forecast', words: ['库存预测', 'Forecast'], anyOf: ['stock.read'] },
  ],
}
