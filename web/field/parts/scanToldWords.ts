import { catalogue } from '../../shared/i18n/words.ts'

export const scanToldWords = catalogue({
  unlinked: ['商品条码 {gtin} 未登记。', 'The number {gtin} is not linked to an item.'],
  askAdmin: ['请按名称查找品种，照常办理；要登记条码，请找系统管理员（电脑端：物资 → 该品种 → 包装与条码）。', 'Find the item by name and go on. An administrator links the number, at a desk on the item’s page.'],
  link: ['登记到品种', 'Link it to an item'],
  offline: ['联网后可登记；现在请按名称查找。', 'It can be linked once there is a network; find the item by name for now.'],
  noGoods: ['这张标签没有商品条码，请先选品种。', 'This label names no goods: choose the item first.'],
  unknown: ['“{text}”不是已登记的品种或单号。请核对后重扫，或输入名称。', '“{text}” is no item or document known here. Check it and scan again, or type a name.'],
})
