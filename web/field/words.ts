// The words that several pages of the phone app share; each page keeps its own beside it.
import { catalogue, useWords } from '../shared/i18n/words.ts'

export const common = catalogue({
  app: ['常平 手持端', 'Changping on the phone'],
  receive: ['收货', 'Receive'], issue: ['出库', 'Issue'], transfer: ['调拨', 'Transfer'], sign: ['签收', 'Sign for'], rotation: ['轮换', 'Rotation'], lookUp: ['查询', 'Look up'],
  back: ['返回', 'Back'], next: ['下一步', 'Next'], home: ['回首页', 'Home'], edit: ['修改', 'Change'], remove: ['删除', 'Remove'], skip: ['跳过', 'Skip'], done: ['完成', 'Done'],
  undo: ['冲销', 'Undo'], demo: ['演示数据，非真实储备', 'Demonstration data, not real reserves'],
  loading: ['正在读取…', 'Reading…'], nothing: ['没有找到。', 'Nothing found.'], notKept: ['本机没有这些数据，联网后可看。', 'This phone does not have these data; go online to see them.'],
  asOf: ['数据截至 {time}', 'Data as of {time}'], neverRead: ['尚未读取数据', 'No data read yet'],
  onHand: ['在库 {quantity} {unit}', 'On hand {quantity} {unit}'], onHandPending: ['在库 {quantity} {unit}（含本机未上传 {pending}）', 'On hand {quantity} {unit} (with {pending} not yet sent from this phone)'],
  available: ['可用 {quantity} {unit}', 'Available {quantity} {unit}'],
  expires: ['{date} 到期', 'expires {date}'], noExpiry: ['无有效期', 'no expiry'], lot: ['批号 {no}', 'Lot {no}'], serial: ['序列号 {no}', 'Serial {no}'],
  again: ['重新打开', 'Open again'], faultKept: ['已填内容和待传记录都还在本机。', 'What you entered and what waits to be sent is still on this phone.'],
  backspace: ['退格', 'Delete the last digit'], optional: ['可不填', 'optional'], otherReason: ['其他原因', 'Another reason'], reasonText: ['写明原因', 'Say why'],
  recent: ['最近用过', 'Used recently'], packs: ['{packs} {package} × {size} = {units} {unit}', '{packs} {package} × {size} = {units} {unit}'],
})

export const useCommon = () => useWords(common)
