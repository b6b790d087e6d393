import { catalogue } from '../../shared/i18n/words.ts'

export const scanCardWords = catalogue({
  OTHER_ITEM: ['扫错了：不是这种物资', 'Wrong goods'], OTHER_LOT: ['扫错了：不是这一批', 'Wrong lot'], OTHER_SERIAL: ['扫错了：不是这一件', 'Wrong one'], OTHER_EXPIRY: ['有效期对不上', 'The expiry differs'],
  PAST: ['已过期，不能按扫码计数', 'Past its day: not counted'], notPast: ['在有效期内', 'good still'], until: ['{name} 有效期至 {date}', '{name}, good until {date}'], pastDo: ['请单独放开，按实物登记。', 'Set it apart, and enter it by hand.'], NOT_LISTED: ['扫错了：这里没有', 'Not on this list'], tooMany: ['多于应收', 'More than was sent'],
  expected: ['应为：{what}', 'Expected: {what}'], got: ['扫到：{what}', 'Scanned: {what}'], notCounted: ['这一次没有计数。', 'This scan was not counted.'],
  unlinked: ['商品条码 {gtin} 未登记，无法核对品种。请看清实物再继续。', 'The number {gtin} is linked to no item, so the goods cannot be checked: look at them before you go on.'],
  noPack: ['条码 {gtin} 未登记包装，不能按扫码计数。请输入数量。', 'The number {gtin} is linked to no pack, so it cannot be counted by scans: type the quantity.'],
  itemCode: ['物资编号不带数量。请扫包装上的商品条码，或输入数量。', 'The item’s code says no quantity: scan the label of the pack, or type.'],
  notOurs: ['“{text}”不是这一行的标签。', '“{text}” is no label of this line.'],
})
