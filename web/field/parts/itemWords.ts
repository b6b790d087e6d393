import { catalogue } from '../../shared/i18n/words.ts'

export const itemWords = catalogue({
  find: ['扫码，或输入名称、编号、拼音首字母', 'Scan, or type a name, code or pinyin initials'], example: ['如 毛毯、0043', 'e.g. blanket, 0043'], results: ['查询结果', 'Results'],
})
