import { catalogue } from '../../shared/i18n/words.ts'

export const dateWords = catalogue({
  digits: ['数字键', 'Digits'], how: ['按包装上的数字输入，如 281130 或 20281130；日为 00 即月末', 'As on the pack: 281130 or 20281130; day 00 is the end of the month'],
  wrong: ['没有这一天，请核对。', 'There is no such day: check it.'],
})
