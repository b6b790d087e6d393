import { catalogue } from '../../shared/i18n/words.ts'

/** What each write is called. */
export const writeWords = catalogue({
  receiveGoods: ['收货', 'Receipt'], issueGoods: ['出库', 'Issue'], transferGoods: ['调拨', 'Transfer'], receiveTransfer: ['调拨收货', 'Transfer received'],
  reverseDocument: ['冲销', 'Reversal'], confirmArrival: ['运单签收', 'Waybill signed'], completeRotationTask: ['轮换出库', 'Rotation'], enterStockCount: ['盘点', 'Count'],
  line: ['{name} {quantity} {unit}', '{name} {quantity} {unit}'],
})
