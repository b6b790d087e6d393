import { catalogue } from '../../shared/i18n/words.ts'

export const itemWords = catalogue({
  find: ['扫码，或输入名称、编号、拼音首字母', 'Scan, or type a name, code or pinyin initials'], example: ['如 毛毯、0043', 'e.g. blanket, 0043'], results: ['查询结果', 'Results'],
  unlinked: ['商品条码 {gtin} 未登记，请按名称查找；由管理员在品种页登记后可直接扫码。', 'The number {gtin} is not linked to an item: find it by name. An administrator links it on the item’s page.'],
  noGoods: ['这张标签没有商品条码，请先选品种。', 'This label names no goods: choose the item first.'],
  unknown: ['“{text}”不是已登记的品种或单号。请核对后重扫，或输入名称。', '“{text}” is no item or document known here. Check it and scan again, or type a name.'],
})
