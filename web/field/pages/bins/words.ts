import { catalogue } from '../../../shared/i18n/words.ts'

export const binWords = catalogue({
  title: ['货位 {code}', 'Bin {code}'], zone: ['{place} · {zone} 区', '{place} · zone {zone}'], contents: ['{code} 里的批次', 'Lots in {code}'], empty: ['账面上此位为空。', 'By the books, nothing lies here.'],
  gone: ['{place} 没有货位 {code}，或不归您管。', '{place} has no bin {code}, or it is not yours.'], count: ['去盘这个货位（{number}）', 'Count this bin ({number})'], available: ['可用 {quantity} {unit}', '{quantity} {unit} available'], owner: ['物主 {name}', 'Owner {name}'],
})
