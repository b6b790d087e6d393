import { catalogue } from '../../../shared/i18n/words.ts'

export const documentWords = catalogue({
  title: ['最近单据', 'Latest documents'], none: ['还没有单据。', 'There are no documents yet.'], row: ['{time} · {reason}', '{time} · {reason}'], lines: ['明细', 'Lines'], at: ['{time} 发生', 'happened {time}'], recorded: ['{time} 登记，{by}', 'recorded {time} by {by}'], system: ['系统', 'the system'],
  between: ['{from} → {to}', '{from} → {to}'], reverses: ['冲销 {number}', 'reverses {number}'], reversedBy: ['已被 {number} 冲销', 'reversed by {number}'], undo: ['冲销这张单', 'Undo this document'], undoWhy: ['为什么冲销？', 'Why is it undone?'], confirm: ['确认冲销', 'Undo it'],
  wrongQuantity: ['数量录错', 'Wrong quantity'], wrongItem: ['品种或批次录错', 'Wrong item or lot'], twice: ['重复录入', 'Entered twice'], undone: ['冲销已登记，等待上传。', 'The reversal is on this phone and waits to be sent.'], fixed: ['这张单不能冲销。', 'This document cannot be undone.'],
})
