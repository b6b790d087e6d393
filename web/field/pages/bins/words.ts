import { catalogue } from '../../../shared/i18n/words.ts'

export const binWords = catalogue({
  title: ['货位 {code}', 'Bin {code}'], zone: ['{place} · {zone} 区', '{place} · zone {zone}'], contents: ['{code} 里的批次', 'Lots in {code}'], empty: ['账面上此位为空。', 'By the books, nothing lies here.'],
  move: ['移位', 'Move'], moveAs: ['移位 {name} {lot}', 'Move {name} {lot}'], moveFrom: ['从 {code} 移位', 'Move from {code}'], moveTo: ['移到 {codes}', 'Move to {codes}'], whereTo: ['请扫或选目标货位', 'Scan or choose the other bin'], howMany: ['移多少？', 'How much?'],
  sameBin: ['就是这个货位，请扫另一个。', 'That is this bin: scan another.'], tooMany: ['多于可用 {quantity}。', 'More than the {quantity} that are available.'], lotGone: ['这批已不在这个货位。', 'This lot does not lie in this bin any more.'], replacing: ['正在修改被退回的一笔，确认后替代原来的。', 'You are changing one that was refused; this takes its place.'],
  gone: ['{place} 没有货位 {code}，或不归您管。', '{place} has no bin {code}, or it is not yours.'], count: ['去盘这个货位（{number}）', 'Count this bin ({number})'], available: ['可用 {quantity} {unit}', '{quantity} {unit} available'], owner: ['物主 {name}', 'Owner {name}'],
})
