import type { MenuSection } from '../../menu.ts'

export const stockMenu: MenuSection = {
  words: ['库存', 'Stock'],
  entries: [
    { path: '/stock', words: ['库存台账', 'Stock ledger'], anyOf: ['stock.read'] },
    { path: '/in-transit', words: ['在途物资', 'Goods in transit'], anyOf: ['stock.read'] },
    { path: '/documents', words: ['单据', 'Documents'], anyOf: ['stock.read'] },
    { path: '/receive', words: ['入库', 'Receive'], anyOf: ['stock.receive'] },
    { path: '/issue', words: ['出库', 'Issue'], anyOf: ['stock.issue'] },
    { path: '/transfer', words: ['调拨', 'Transfer'], anyOf: ['stock.transfer'] },
  ],
}
