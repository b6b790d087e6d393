import { catalogue } from '../../../shared/i18n/words.ts'

export const receiveWords = catalogue({
  whichItem: ['收什么？', 'What came in?'], whichLot: ['批号是多少？', 'Which lot number?'], whichSerial: ['序列号是多少？', 'Which serial number?'], untilWhen: ['有效期至？', 'Good until when?'], howMuch: ['收多少？', 'How much?'],
  review: ['核对并入库', 'Check and receive'], lotField: ['批号（扫码或输入）', 'Lot number (scan or type)'], serialField: ['序列号（扫码或输入）', 'Serial number (scan or type)'],
  knownLots: ['本库已有批次', 'Lots that are here'], stockHere: ['{quantity} {unit}', '{quantity} {unit}'],
  expired: ['已过期的物资不能入库，请核对日期。', 'Goods past their date are not received: check the date.'],
  otherGoods: ['这是另一种物资的标签。', 'This is the label of other goods.'], noLotOnLabel: ['这张标签上没有批号，请扫另一张或输入。', 'This label tells no lot: scan another, or type it.'],
  why: ['入库原因', 'Why it came in'], note: ['备注（可不填）', 'Note (optional)'], addLine: ['再加一行', 'Add a line'], confirm: ['确认入库', 'Receive'], lines: ['入库明细', 'Lines'],
  replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'],
})
