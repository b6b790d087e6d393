import { catalogue } from '../../../shared/i18n/words.ts'

export const needWords = catalogue({
  title: ['加需求', 'Add a need'],
  note: ['在该地点已有需求上增加。', 'Added to what is asked for there already.'],
  place: ['地点', 'Place'],
  ofIncident: ['本事件地点', 'Places of this incident'],
  others: ['其他避难场所和储备点', 'Other shelters and stores'],
  choosePlace: ['请选择地点', 'Choose a place'],
  item: ['品种', 'Item'],
  quantity: ['数量（{unit}）', 'Quantity ({unit})'],
  quantityNone: ['数量', 'Quantity'],
  by: ['时限', 'By'],
  byHint: ['北京时间；留空为该地点的 10 小时时限', 'Beijing time; empty: the ten-hour mark of the place'],
  priority: ['优先级', 'Priority'],
  priorityOf: ['{level} 级', '{level}'],
  add: ['加需求', 'Add'],
  faultPlace: ['请选择地点', 'Choose a place'],
  faultItem: ['请选择品种', 'Choose an item'],
  faultQuantity: ['请填写大于零的数，小数不超过 {scale} 位', 'Enter a number above zero with at most {scale} decimals'],
})
