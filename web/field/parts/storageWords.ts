import { catalogue } from '../../shared/i18n/words.ts'

export const storageWords = catalogue({
  whichBin: ['放到哪个货位？', 'Put into which bin?'], choose: ['选货位', 'Choose a bin'], chosen: ['货位 {code}', 'Bin {code}'], noBin: ['不分货位', 'Without a bin'], proposed: ['建议', 'Proposed'], find: ['扫货位码，或输入货位编号', 'Scan the bin, or type its code'],
  part: ['{quantity} {unit} · {why}', '{quantity} {unit} · {why}'], parted: ['按建议分放 {count} 个货位', 'Part it over {count} bins'], into: ['{code} {quantity} {unit}', '{quantity} {unit} in {code}'], unplaced: ['有 {quantity} {unit} 没有合适的货位', '{quantity} {unit} fit into no bin'], bins: ['货位', 'Bins'],
  notABin: ['扫错了：这里要货位码', 'Wrong: a bin is asked for'], aBinOf: ['{place} 的货位', 'a bin of {place}'],
  override: ['仍要放在这里的原因', 'Why it is put there all the same'], overrideHint: ['上次因存放规则被退回。您有权例外放置，原因记入审计；也可以改货位。', 'A rule of storage refused it last time. You may override that with a reason, which goes into the audit trail; or choose another bin.'],
  forNow: ['临时腾位', 'Only for now'], noRoom: ['没有其他位置', 'No other place'],
})
