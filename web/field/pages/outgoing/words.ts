import { catalogue } from '../../../shared/i18n/words.ts'

export const outgoingWords = catalogue({
  issueItem: ['出什么？', 'What goes out?'], transferItem: ['调拨什么？', 'What is moved?'], whereTo: ['调往哪里？', 'Where to?'], howMuch: ['出多少？', 'How much?'], whichLot: ['出哪一批？', 'Which lot?'], whichUnit: ['出哪一件？', 'Which one?'],
  issueReview: ['核对并出库', 'Check and issue'], transferReview: ['核对并调拨', 'Check and move'], issueConfirm: ['确认出库', 'Issue'], transferConfirm: ['确认调拨', 'Move'],
  wrongLot: ['不可出这一批：扫到 {got}，应出 {expected}。它不在本库、已过期或已被占用；请改扫应出的，或在下面选。', 'Not this one: {got} was scanned, {expected} should go. It is not here, past its date or spoken for: scan the right one, or choose below.'],
  anyLot: ['先到期先出（由系统选批次）', 'First expired, first out'], chooseLot: ['指定批次', 'Choose the lot'], stockHere: ['可用 {quantity} {unit}', '{quantity} {unit} available'],
  why: ['出库原因', 'Why it goes out'], incident: ['为哪个事件？', 'For which incident?'], noIncident: ['没有进行中的事件。请选其他原因，或联系调度员。', 'There is no open incident: choose another reason, or ask a dispatcher.'],
  note: ['备注（可不填）', 'Note (optional)'], addLine: ['再加一行', 'Add a line'], lines: ['明细', 'Lines'], to: ['调往 {place}', 'To {place}'], changeTo: ['改目的地', 'Change the destination'],
  findSite: ['输入名称或编号', 'Type a name or code'], mySites: ['我保管的储备点', 'Sites that I keep'], allSites: ['其他储备点', 'Other sites'], siteList: ['储备点', 'Sites'],
  replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'], noStock: ['本库没有可用的。', 'None is available here.'],
})
