import { catalogue } from '../../shared/i18n/words.ts'

export const lotWords = catalogue({
  fefo: ['先到期先出', 'First expired, first out'], takes: ['出 {quantity} {unit}', '{quantity} {unit}'],
  expired: ['已过期 {quantity} {unit} 不出', '{quantity} {unit} expired: not taken'], onHold: ['冻结 {quantity} {unit} 不出', '{quantity} {unit} on hold: not taken'],
  entrusted: ['代储 {quantity} {unit} 须凭物主单据', '{quantity} {unit} entrusted: move on the owner’s document only'],
  missing: ['本机数据显示还差 {quantity} {unit}。可减少数量；确已出库的，照实登记，由系统核对。', 'By the figures on this phone, {quantity} {unit} are missing. Take less; if it has really gone out, record it as it is and the system checks.'],
  past: ['{date} 已过期', 'expired {date}'],
})
