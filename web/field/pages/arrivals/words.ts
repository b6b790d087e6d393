import { catalogue } from '../../../shared/i18n/words.ts'

export const arrivalWords = catalogue({
  title: ['签收', 'Sign for'], transfers: ['待收的调拨', 'Transfers to receive'], waybills: ['待签的运单', 'Waybills to sign'], none: ['没有在途的物资。', 'Nothing is on the way.'],
  transfer: ['收调拨 {number}', 'Receive {number}'], waybill: ['签运单 {number}', 'Sign {number}'], from: ['来自 {place}', 'from {place}'], to: ['送往 {place}', 'to {place}'], sentAt: ['{time} 发出', 'sent {time}'], lines: ['{count} 行', '{count} lines'],
  gone: ['这张单不在待签收之列：可能已经签收，或不归您签收。', 'This is not waiting for you: it may have been signed for already.'], sent: ['应收 {quantity} {unit}', '{quantity} {unit} sent'], allReceived: ['全部收到', 'All received'], asCounted: ['按实收确认', 'Confirm as counted'],
  scanned: ['已扫 {quantity} {unit}', '{quantity} {unit} scanned'],
  received: ['实收 {quantity} {unit}', '{quantity} {unit} received'], howMany: ['实收多少？', 'How much arrived?'], tooMany: ['多于应收 {sent}，请核对。', 'More than the {sent} that were sent: check it.'], differs: ['少 {quantity} {unit}', '{quantity} {unit} missing'], asSent: ['与应收相符', 'As sent'],
  whyDiffers: ['为什么有差异？', 'Why does it differ?'], shortLoaded: ['装车短少', 'Short loaded'], lost: ['途中丢失', 'Lost on the way'], damaged: ['破损', 'Damaged'], miscounted: ['发货数有误', 'Miscounted when sent'],
  whatIsWrong: ['缺在哪里？', 'What is wrong?'], short: ['短少', 'Short'], broken: ['破损', 'Damaged'], shortAnd: ['短少 {short}，破损 {damaged}', '{short} short, {damaged} damaged'], good: ['完好 {quantity} {unit}', '{quantity} {unit} in good order'], chooseReason: ['请选原因', 'Choose why'],
  signedName: ['签收人', 'Received by'], replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'], count: ['清点', 'Count'],
})
