import { catalogue } from '../../shared/i18n/words.ts'

export const sync = catalogue({
  online: ['在线', 'Online'], offline: ['离线', 'Offline'],
  pendingCount: ['{count} 笔待上传', '{count} to send'], rejectedCount: ['{count} 笔被退回', '{count} refused'], nothingPending: ['都已上传', 'All sent'],
  sending: ['正在上传', 'Sending'], signIn: ['登录已过期，登录后继续上传', 'Signed out: sign in to go on sending'], others: ['另有他人 {count} 笔', '{count} of others'],
  trayWith: ['待传箱：{state}', 'Sync tray: {state}'], offlineKept: ['离线，照常登记，联网后自动上传', 'Offline: carry on, it is sent when the network is back'],
})
