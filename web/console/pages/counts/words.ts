import { catalogue } from '../../../shared/i18n/words.ts'

export const countWords = catalogue({
  counts: ['盘点', 'Stocktakes'], countsNote: ['盘点不冻结出入库：每个实盘数与盘那一刻的账面比较。', 'Counting freezes nothing: every figure is compared with the books at its own moment.'],
  plan: ['范围', 'Covers'], newCount: ['新建盘点', 'New stocktake'], none: ['没有符合条件的盘点。', 'No stocktakes match.'], noneYet: ['还没有盘点过。从“新建盘点”开始。', 'Nothing has been counted yet. Begin with a new stocktake.'],
  progress: ['进度', 'Progress'], ofLines: ['{counted}/{lines} 行', '{counted} of {lines} lines'], differences: ['差异', 'Differences'], differing: ['{count} 行有差异', '{count} lines differ'], noDifference: ['无差异', 'No difference'], toApprove: ['{count} 行待批准', '{count} to approve'],
  surplus: ['盘盈', 'Surplus'], shortage: ['盘亏', 'Shortage'], yuan: ['{value} 元', '¥{value}'], hidden: ['盲盘，结束后可见', 'Blind: shown when closed'], opened: ['开始', 'Opened'], closed: ['结束', 'Closed'], system: ['系统', 'System'],
  blind: ['盲盘', 'Blind'], openList: ['明盘', 'With the books shown'], twoCounters: ['两人盘', 'Two counters'], oneCounter: ['一人盘', 'One counter'], way: ['方式', 'How'],
  planZone: ['库区 {zone}', 'Zone {zone}'], planCategory: ['大项 {name}', 'Category {name}'], planClass: ['{name} 类', 'Class {name}'], planItems: ['随机抽 {count} 个品种（抽号 {seed}）', '{count} items at random (draw {seed})'], planBins: ['随机抽 {count} 个货位（抽号 {seed}）', '{count} bins at random (draw {seed})'],
  // one stocktake
  gone: ['没有这次盘点', 'There is no such stocktake'], goneWhy: ['没有找到，或不在您的权限范围内。', 'There is none that you may see.'], toList: ['回到盘点列表', 'Back to the stocktakes'],
  openedDone: ['{number} 已开始。保管员在手持端逐位盘点，也可打印盘点表。', '{number} has begun. Keepers count on the phone, or on printed sheets.'], enteredDone: ['实盘数已录入。', 'The figures are entered.'], closedDone: ['{number} 已结束，账面已按实盘更正。', '{number} is closed; the books are put right.'],
  enterPaper: ['录入盘点表', 'Type sheets in'], sheets: ['打印盘点表', 'Print sheets'], closeIt: ['结束盘点', 'Close'], whyLeft: ['未调账的原因', 'Why lines were left'],
  uncounted: ['未盘 {count}', '{count} not counted'], waiting: ['待第二人 {count}', '{count} wait for the second'], disputed: ['两人不一致 {count}', '{count} disputed'],
  lines: ['明细', 'Lines'], noLines: ['没有这样的行。', 'No such lines.'],
  lineNo: ['行', 'Line'], bin: ['货位', 'Bin'], noBin: ['未上架', 'No bin'], onBooks: ['账面', 'Books'], counted: ['实盘', 'Counted'], difference: ['差异', 'Difference'], value: ['金额（元）', 'Value (yuan)'], lastCounted: ['上次盘点', 'Last counted'], never: ['从未', 'Never'], unlisted: ['清单外', 'Beside the list'], round: ['第 {round} 轮', 'Round {round}'], entry: ['{person} {quantity}（{time}）', '{person} {quantity} ({time})'], entries: ['录数记录', 'What was entered'],
  became: ['结果', 'Result'], wouldBe: ['结束时：{what}', 'On closing: {what}'], select: ['选第 {line} 行', 'Select line {line}'], selectAll: ['全选本页', 'Select the page'], selected: ['已选 {count} 行', '{count} selected'],
  approve: ['批准差异', 'Approve'], recount: ['要求复盘', 'Ask for a recount'], approveOnly: ['所选 {count} 行中 {able} 行待批准', '{able} of {count} selected lines wait for approval'], recountWhy: ['复盘原因', 'Why they are counted anew'], recountNote: ['原来的数留作记录，不再算数；须重新盘点。', 'Earlier figures stay on record and count no more.'], confirmRecount: ['开始复盘', 'Begin the recount'],
  results: ['办理结果', 'What was done'], resultApproved: ['已批准', 'Approved'], resultRecount: ['已开始复盘', 'To be counted anew'], resultRow: ['第 {line} 行 {item} {lot}', 'Line {line} {item} {lot}'],
  // closing
  closeTitle: ['结束 {number}', 'Close {number}'], closeNote: ['结束后不能再录数；下列差异立即入账，不能撤回。账面已更正的物资，之前的单据不能再冲销。', 'Nothing is entered after this; the differences below are posted at once and for good. Documents from before can then not be reversed.'],
  willConfirm: ['相符', 'As expected'], willAdjust: ['调账', 'Put right'], willUncounted: ['未盘，不动', 'Not counted: left'], willUnapproved: ['未批准，不动', 'Not approved: left'], willBlocked: ['不能调，不动', 'Cannot be put right: left'], lineCount: ['{count} 行', '{count} lines'], blockedNote: ['不能调的行：调后会少于已占用数，或一物两处。先释放占用或核实，再另行盘点。', 'Lines that cannot be put right would leave less than is reserved, or one unit at two places. Release the reservation or check, and count them again.'],
  willPost: ['将调账的行', 'What will be posted'], nothingPosted: ['没有要调账的差异。', 'No difference will be posted.'], leaveUnapproved: ['{count} 行差异未批准，仍要结束（这些行不调账）', '{count} differences are not approved; close and leave them'], leaveHidden: ['如有未批准的差异，仍要结束（不调账）', 'Close even where differences are not approved, and leave them'], reasonLeft: ['有行不调账的原因', 'Why lines are left as they are'], hiddenClose: ['这是盲盘，您可能参与盘点，结束前看不到差异。可请调度员核对后结束。', 'It is blind and you may count in it: differences are shown when it is closed. A dispatcher can look at them and close it.'], confirmClose: ['确认结束', 'Close it'],
})
