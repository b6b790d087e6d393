import { catalogue } from '../../../shared/i18n/words.ts'

export const lookUpWords = catalogue({
  title: ['查询', 'Look up'], whichItem: ['查什么？', 'Which item?'], lotsAt: ['{place} 的批次', 'Lots at {place}'], noLots: ['没有库存。', 'None is here.'], card: ['收发台账', 'Stock card'], cardAt: ['{place} 收发台账', 'Stock card of {place}'],
  onHand: ['在库', 'On hand'], available: ['可用', 'Available'], reserved: ['占用', 'Reserved'], onHold: ['冻结', 'On hold'], expired: ['已过期', 'Expired'], pending: ['本机未上传', 'Not yet sent'],
  in: ['收', 'In'], out: ['发', 'Out'], balance: ['结存', 'Balance'], cardOf: ['{name} 的收发记录，新的在前', 'Movements of {name}, newest first'], when: ['时间', 'When'], document: ['单据', 'Document'], empty: ['还没有收发记录。', 'Nothing has moved yet.'],
  scannedLot: ['扫到的', 'Scanned:'], lotAbsent: ['{place} 账面上没有 {no}。', 'By the books, {place} has no {no}.'],
  receive: ['收货', 'Receive'], issue: ['出库', 'Issue'], transfer: ['调拨', 'Transfer'], elsewhere: ['{place}：可用 {quantity} {unit}', '{place}: {quantity} {unit} available'], recentDocuments: ['最近单据', 'Latest documents'],
})
