import { catalogue } from '../../../shared/i18n/words.ts'

export const countWords = catalogue({
  title: ['盘点 {number}', 'Stocktake {number}'], gone: ['没有这次盘点，或不归您盘。', 'There is no such stocktake, or it is not yours to count.'], closed: ['这次盘点已结束，不能再录数。', 'This stocktake is closed: nothing more is entered.'],
  blind: ['盲盘：不显示账面数，看到多少记多少。', 'Blind: the books are not shown; enter what you see.'], second: ['两人盘：每行须两人各盘一次。', 'Two people count each line.'],
  progress: ['您还差 {left} 行，共 {lines} 行', '{left} of {lines} lines are left for you'], allDone: ['您的部分都盘完了。由主管在电脑上核差、结束盘点。', 'Your part is counted. Differences are settled and the stocktake is closed at a desk.'],
  findBin: ['扫货位码，或输入货位号', 'Scan a bin, or type its code'], noBin: ['未上架（不在货位）', 'In no bin'], wholeSite: ['全库', 'The whole site'], places: ['货位', 'Bins'],
  placeLeft: ['{lines} 批，还差 {left} 批', '{lines} lots, {left} to go'], placeDone: ['✓ {lines} 批已盘', '✓ {lines} lots counted'], placeEmptyBook: ['不在清单中', 'Not on the list'],
  unknownBin: ['本库没有货位 {code}。请核对后重扫。', 'This site has no bin {code}: check it and scan again.'], noMatch: ['没有这样的货位。', 'No such bin.'],
  savedPlace: ['{place} 已盘完，已存本机。', '{place} is counted and kept on this phone.'], savedEmpty: ['{place} 已记为空（{lines} 批记 0），已存本机。', '{place} is recorded as empty ({lines} lots at 0), kept on this phone.'],
  list: ['{place} 的批次', 'Lots at {place}'], onList: ['清单上没有批次。发现实物，请加清单外批次。', 'The list has no lots here. Add what you find.'], start: ['开始盘', 'Count'], goOn: ['继续盘', 'Go on'], empty: ['此位为空', 'This bin is empty'],
  unlisted: ['加清单外批次', 'Add a lot beside the list'], mine: ['已盘 {quantity} {unit}', '{quantity} {unit} counted'], byOthers: ['已由他人盘', 'Counted by another'], waits: ['待盘', 'To count'], beside: ['清单外', 'Beside the list'],
  nth: ['第 {index}/{count} 批', 'Lot {index} of {count}'], howMuch: ['数到多少？', 'How much is there?'], onBooks: ['账面 {quantity} {unit}', '{quantity} {unit} by the books'], owner: ['物主 {name}', 'Owner {name}'],
  nextLot: ['下一批', 'Next lot'], last: ['盘完', 'Done'], none: ['没有（记 0）', 'None (0)'], blank: ['空着不等于 0：没有实物请按 0。', 'Blank is not zero: type 0 where there is none.'], addPile: ['再加一堆', 'Another pile'], piles: ['已加 {quantity} {unit}', '{quantity} {unit} added'], total: ['共 {quantity} {unit}', '{quantity} {unit} in all'],
  correct: ['您已盘 {quantity} {unit}，重新输入即更正。', 'You counted {quantity} {unit}; enter it again to correct it.'], there: ['在（1）', 'Here (1)'], notThere: ['不在（0）', 'Not here (0)'],
  notHere: ['“{text}”不在此位的清单上。', '“{text}” is not on the list of this bin.'],
  whichItem: ['清单外的是什么？', 'What is it?'], whichLot: ['批号是多少？', 'Which lot number?'], whichSerial: ['序列号是多少？', 'Which serial number?'], untilWhen: ['有效期至？', 'Good until when?'], lotField: ['批号（扫码或输入）', 'Lot number (scan or type)'], serialField: ['序列号（扫码或输入）', 'Serial number (scan or type)'], knownLots: ['本库已有批次', 'Lots that are here'],
  reviewTitle: ['改数重提', 'Change and resend'], reviewWhy: ['这些数被退回，改好后重新提交，代替原来的。', 'These figures were refused. Change them and send them in their place.'], confirm: ['重新提交', 'Send again'], noneLeft: ['都删了，没有可提交的。请到待传箱作废。', 'Nothing is left to send: give it up in the tray.'], quantity: ['数量', 'Quantity'], expiry: ['有效期', 'Good until'],
})
