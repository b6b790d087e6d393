import { catalogue } from '../../shared/i18n/words.ts'

export const quantityWords = catalogue({
  countedIn: ['按什么计数', 'Counted in'], packOf: ['{package}（{size} {unit}）', '{package} ({size} {unit})'], pack: ['包装', 'packs'], digits: ['数字键', 'Digits'],
})
