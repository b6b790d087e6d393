import type { MenuSection } from '../../menu.ts'
import { approvalsEntry } from '../approvals/menu.ts'

export const stockMenu: MenuSection = {
  words: ['库存', 'Stock'],
  entries: [
    { path: '/stock', words: ['库存台账', 'Stock ledger'], anyOf: ['stock.read'] },
    { path: '/in-transit', words: ['在途物资', 'Goods in transit'], anyOf: ['stock.read'] },
    { path: '/documents', words: ['单据', 'Documents'], anyOf: ['stock.read'] },
    approvalsEntry,
    { path: '/counts', words: ['盘点', 'Stocktakes'], anyOf: ['count.read'] },
    { path: '/units', words: ['单件设备', 'Serial units'], anyOf: ['stock.read'] },
    { path: '/kits', words: ['套装', 'Kits'], anyOf: ['stock.read', 'settings.write'] },
    { path: '/receive', words: ['入库', 'Receive'], anyOf: ['stock.receive'] },
    { path: '/issue', words: ['出库', 'Issue'], anyOf: ['stock.issue'] },
    { path: '/transfer', words: ['调拨', 'Transfer'], anyOf: ['stock.transfer'] },
    { path: '/adjust', words: ['库存调整', 'Adjust'], anyOf: ['stock.adjust'] },
    { path: '/scrap', words: ['报废', 'Scrap'], anyOf: ['stock.scrap'] },
    { path: '/return', words: ['退货', 'Return to supplier'], anyOf: ['stock.return'] },
    { path: '/holds', words: ['质量冻结', 'Quality holds'], anyOf: ['stock.read'] },
    { path: '/recovery', words: ['回收', 'Recovery'], anyOf: ['stock.read'] },
  ],
}
