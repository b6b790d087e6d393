import { catalogue } from '../../../shared/i18n/words.ts'

export const doneWords = catalogue({
  warned: ['请注意', 'To know'], posted: ['已入账', 'Posted'], postedNumber: ['单号 {number}', 'Number {number}'], kept: ['已存本机，待上传', 'Kept on this phone, to be sent'], keptWhy: ['断网、关机都不会丢；联网后自动上传，只记一次。', 'Neither a lost network nor an empty battery loses it; it is sent by itself, and counted once.'],
  sending: ['已存本机，正在上传', 'Kept on this phone, being sent'], rejected: ['被退回，未入账', 'Refused, not posted'], rejectedWhy: ['实物如已收发，请改数重提；不能办的，写明原因作废。', 'If the goods have really moved, change it and send it again; else give it up and say why.'],
  settled: ['已处理', 'Settled'], again: ['再来一单', 'Another'], document: ['查看单据 / 冲销', 'See the document / undo'], tray: ['去待传箱处理', 'Settle it in the tray'], gone: ['这笔记录已不在本机。', 'This record is no longer on this phone.'],
})
