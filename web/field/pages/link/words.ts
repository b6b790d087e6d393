import { catalogue } from '../../../shared/i18n/words.ts'

export const linkWords = catalogue({
  title: ['登记条码', 'Link a number'], whichItem: ['{gtin} 是哪种物资？', 'Which item is {gtin}?'], whichLevel: ['条码贴在什么上？', 'What is the label on?'], levels: ['包装', 'Pack'],
  one: ['单个（1 {unit}）', 'One ({unit})'], pack: ['{package}（{size} {unit}）', '{package} ({size} {unit})'], other: ['其他包装', 'Another pack'], levelName: ['包装叫什么（如 托、提）', 'What the pack is called, such as pallet'], factor: ['一个包装含多少{unit}？', 'How many {unit} are in one?'],
  confirm: ['登记', 'Link'], done: ['已登记：{gtin} 是 {name}，每 {level} {factor} {unit}。', 'Linked: {gtin} is {name}, {factor} {unit} to one {level}.'], goOn: ['继续', 'Go on'], not: ['条码由系统管理员登记。请记下条码，联系管理员。', 'An administrator links numbers: note it down and ask one.'], offline: ['没有网络，登记须联网。', 'There is no network: a number is linked with one only.'],
})
