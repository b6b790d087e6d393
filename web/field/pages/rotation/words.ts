import { catalogue } from '../../../shared/i18n/words.ts'

export const rotationWords = catalogue({
  title: ['轮换任务', 'Rotation tasks'], none: ['没有到期要轮换的批次。', 'No lot has to be turned over.'], here: ['{place}', '{place}'], others: ['其他储备点', 'Other sites'],
  task: ['轮换出库', 'Turn over'], row: ['{quantity} {unit} · {date} 到期', '{quantity} {unit} · expires {date}'], days: ['还有 {days} 天', '{days} days left'], past: ['已过期', 'expired'],
  replaceFirst: ['须先收入 {quantity} {unit} 再轮换，以保最低库存：{floor}', '{quantity} {unit} must come in first, to keep the minimum: {floor}'], replaceFirstShort: ['先进后出', 'new in first'],
  what: ['这批物资怎么处理？', 'What becomes of the goods?'], daily: ['日常领用', 'Used in daily operation'], exchange: ['与供应商调换', 'Exchanged with the supplier'], welfare: ['发给福利对象', 'Given to welfare users'],
  rightLot: ['批次已核对', 'The right lot'], scanned: ['已扫 {quantity} {unit}', '{quantity} {unit} scanned'], whichLot: ['这个品种有几批要轮换：请扫带批号的标签，或在下面选。', 'Several lots of these goods are to be turned over: scan a label with its lot, or choose below.'], tooMany: ['多于应轮换', 'More than is to be turned over'],
  confirm: ['确认轮换出库', 'Take them out'], gone: ['这项任务已办结，或不归您办理。', 'This task is done, or not yours.'], why: ['{date} 到轮换期', 'due since {date}'], receive: ['先去收货', 'Receive first'],
})
