import { catalogue } from '../../../shared/i18n/words.ts'

export const receiveWords = catalogue({
  whichItem: ['收什么？', 'What came in?'], whichLot: ['批号是多少？', 'Which lot number?'], whichSerial: ['序列号是多少？', 'Which serial number?'], untilWhen: ['有效期至？', 'Good until when?'], howMuch: ['收多少？', 'How much?'],
  review: ['核对并入库', 'Check and receive'], lotField: ['批号（扫码或输入）', 'Lot number (scan or type)'], serialField: ['序列号（扫码或输入）', 'Serial number (scan or type)'],
  knownLots: ['本库已有批次', 'Lots that are here'], stockHere: ['{quantity} {unit}', '{quantity} {unit}'],
  expired: ['已过期的物资不能入库，请核对日期。', 'Goods past their date are not received: check the date.'],
  noLotOnLabel: ['这张标签上没有批号，请扫另一张或输入。', 'This label tells no lot: scan another, or type it.'],
  noSerialOnLabel: ['这张标签上没有序列号，请扫另一张或输入。', 'This label tells no serial number: scan another, or type it.'], noDateOnLabel: ['这张标签上没有有效期，请扫另一张或输入。', 'This label tells no expiry: scan another, or type it.'],
  dateKept: ['标签上的有效期 {date} 已记下。', 'Its expiry {date} is kept.'],
  whichDate: ['以哪个有效期为准？', 'Which expiry is right?'], disputeLot: ['批号 {lotNo} 已登记的有效期与标签不同。请看实物再选。', 'Lot {lotNo} is registered with another expiry than the label says: look at the goods, then choose.'],
  disputeTyped: ['您填的有效期与标签不同。请看实物再选。', 'You entered another expiry than the label says: look at the goods, then choose.'],
  byLot: ['已登记', 'Registered'], byTyped: ['您填的', 'Entered'], byLabel: ['标签上', 'On the label'],
  mismatch: ['同一批号只有一个有效期。按标签入库会被退回核对；如批号不同，请返回改批号。', 'One lot has one expiry. A receipt by the label will be refused, to be checked; if the lot is another, go back and change its number.'],
  why: ['入库原因', 'Why it came in'], note: ['备注（可不填）', 'Note (optional)'], addLine: ['再加一行', 'Add a line'], confirm: ['确认入库', 'Receive'], lines: ['入库明细', 'Lines'],
  replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'],
})
