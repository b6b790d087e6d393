import { catalogue } from '../../../shared/i18n/words.ts'

export const homeWords = catalogue({
  title: ['常平 手持端', 'Changping on the phone'], tasks: ['待办', 'To do'], noTasks: ['今日无待办。', 'Nothing waits today.'], actions: ['办理', 'Actions'],
  transfer: ['待收调拨', 'Transfer to receive'], waybill: ['待签运单', 'Waybill to sign'], from: ['来自 {place}，{lines} 行', 'from {place}, {lines} lines'],
  rotation: ['轮换任务 {count} 项', '{count} rotation tasks'], rotationSoon: ['最早 {date} 到期', 'the first expires {date}'], allTransfers: ['全部 {count} 件待签收', 'All {count} to sign for'],
  count: ['盘点', 'Stocktake'], countProgress: ['已盘 {counted}/{lines} 行', '{counted} of {lines} lines counted'],
  changeSite: ['更换储备点', 'Change the site'], account: ['我的账号', 'My account'], noSite: ['未分配储备点', 'No site of your own'],
  searching: ['正在查 {number}…', 'Looking for {number}…'], noDocument: ['本库没有 {number}：不是货位、在库批号，也不在最近的单据里。', 'Nothing here is {number}: no bin, no lot in stock, none of the latest documents.'],
  sum: ['可用 {quantity}\u00a0{unit}', '{quantity}\u00a0{unit} available'], updated: ['新版本已就绪', 'A new version is ready'], update: ['更新', 'Update'],
})
