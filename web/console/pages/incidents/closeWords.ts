import { catalogue } from '../../../shared/i18n/words.ts'

export const closeWords = catalogue({
  title: ['结束事件', 'Close the incident'],
  what: ['结束后不能再加需求、分配或发车。', 'No needs, allocations or trips can be made for it afterwards.'],
  unrelieved: ['{count} 个安置点尚未送达', '{count} shelters are not relieved yet'],
  unsigned: ['{count} 张运单在途未签收', '{count} waybills are still on the way'],
  planned: ['{count} 个车次待发车', '{count} trips have not left'],
  type: ['输入事件编号 {number} 以确认', 'Type the number {number} to confirm'],
  close: ['结束事件', 'Close the incident'],
})
