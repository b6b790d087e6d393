import { catalogue } from '../../../shared/i18n/words.ts'

export const trayWords = catalogue({
  title: ['待传箱', 'Sync tray'], queued: ['待上传', 'To send'], rejected: ['被退回', 'Refused'], sent: ['最近已上传', 'Sent lately'], given: ['已作废、已替代', 'Given up or replaced'], others: ['他人的记录', 'Made by others'],
  othersWhy: ['由 {account} 登记，须其本人登录后上传。', 'Made by {account}, who must sign in to send it.'], empty: ['没有待传的记录。', 'Nothing waits.'],
  sendNow: ['立即上传', 'Send now'], offline: ['没有网络，联网后自动上传', 'No network: sent when it is back'], nextAt: ['网络不通，{time} 再试', 'No network; next try at {time}'], signIn: ['登录后继续', 'Sign in to go on'], sending: ['正在上传', 'Being sent'], waits: ['等待上传', 'Waits'], unsure: ['已发出，结果未知；会用同一编号再试，不会重复入账', 'Sent, answer unknown; tried again under the same key, never counted twice'],
  held: ['等前一笔退回的处理完', 'Waits until the refused one about it is settled'],
  change: ['改数重提', 'Change and resend'], giveUp: ['作废', 'Give up'], giveUpWhy: ['为什么作废？', 'Why is it given up?'], giveUpConfirm: ['确认作废', 'Give it up'], withdraw: ['撤回', 'Take back'],
  reasonWrong: ['录入有误，实物未动', 'Entered wrongly, no goods moved'], reasonTwice: ['重复登记', 'Entered twice'], reasonPaper: ['改由纸质单据处理', 'Settled on paper'],
  export: ['导出为文件', 'Export as a file'], at: ['{time} 登记', 'made {time}'], number: ['单号 {number}', 'Number {number}'], voided: ['已作废：{reason}', 'Given up: {reason}'], replaced: ['已改数重提', 'Changed and sent again'],
})
