import { catalogue } from '../../../shared/i18n/words.ts'

export const outgoingWords = catalogue({
  issueItem: ['出什么？', 'What goes out?'], transferItem: ['调拨什么？', 'What is moved?'], whereTo: ['调往哪里？', 'Where to?'], howMuch: ['出多少？', 'How much?'], whichLot: ['出哪一批？', 'Which lot?'], whichUnit: ['出哪一件？', 'Which one?'],
  issueReview: ['核对并出库', 'Check and issue'], transferReview: ['核对并调拨', 'Check and move'], issueConfirm: ['确认出库', 'Issue'], transferConfirm: ['确认调拨', 'Move'],
  refusedLot: ['不可出这一批', 'This one may not go'], refusedDo: ['请改扫应出的，或在下面选。', 'Scan the right one, or choose below.'],
  EXPIRED: ['已于 {date} 过期', 'is past its date, {date}'], ABSENT: ['不在本库', 'is not here'], ON_HOLD: ['已冻结', 'is on hold'], RESERVED: ['已全部占用', 'is all reserved'], SEVERAL: ['分属几个物主或用途', 'lies in several reserves'],
  noLotOnLabel: ['这张标签上没有批号，请扫另一张或在下面选。', 'This label tells no lot: scan another, or choose below.'], noSerialOnLabel: ['这张标签上没有序列号，请扫另一张或在下面选。', 'This label tells no serial number: scan another, or choose below.'],
  anyLot: ['先到期先出（由系统选批次）', 'First expired, first out'], chooseLot: ['指定批次', 'Choose the lot'], stockHere: ['可用 {quantity} {unit}', '{quantity} {unit} available'],
  why: ['出库原因', 'Why it goes out'], incident: ['为哪个事件？', 'For which incident?'], noIncident: ['没有进行中的事件。请选其他原因，或联系调度员。', 'There is no open incident: choose another reason, or ask a dispatcher.'],
  note: ['备注（可不填）', 'Note (optional)'], addLine: ['再加一行', 'Add a line'], lines: ['明细', 'Lines'], to: ['调往 {place}', 'To {place}'], changeTo: ['改目的地', 'Change the destination'],
  findSite: ['输入名称或编号', 'Type a name or code'], mySites: ['我保管的储备点', 'Sites that I keep'], allSites: ['其他储备点', 'Other sites'], siteList: ['储备点', 'Sites'],
  replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'], noStock: ['本库没有可用的。', 'None is available here.'],
})
