import { catalogue } from '../../../shared/i18n/words.ts'

export const accountWords = catalogue({
  signInTitle: ['登录', 'Sign in'], account: ['账号', 'Account'], password: ['密码', 'Password'], signIn: ['登录', 'Sign in'], waiting: ['本机有 {count} 笔记录待上传，登录后自动继续。', '{count} records wait on this phone; they are sent once you have signed in.'],
  title: ['我的账号', 'My account'], language: ['English', '中文'], signOut: ['退出登录', 'Sign out'], stay: ['先不退出', 'Stay signed in'], signOutKeep: ['退出，记录留在本机', 'Sign out, keep them here'],
  unsent: ['还有 {count} 笔没有上传或没有处理。退出后它们留在本机，要由 {name} 再次登录才能上传；清除浏览器数据或更换手机就会丢失。建议先上传，或导出为文件。', '{count} records are not sent or not settled. If you sign out they stay on this phone until {name} signs in again; clearing the browser or changing the phone loses them. Send or export them first.'],
  unsentNotYours: ['另有他人 {count} 笔留在本机。', '{count} records of others stay on this phone.'], posts: ['岗位', 'Posts'], siteTitle: ['在哪个储备点？', 'Which site?'], current: ['当前', 'now'], noSites: ['您没有保管的储备点。', 'You keep no site.'], tray: ['去待传箱', 'To the sync tray'],
  startFailed: ['连不上服务器，本机也没有以前的数据。请联网后再打开。', 'The server cannot be reached and this phone has nothing kept. Open it again with a network.'],
})
