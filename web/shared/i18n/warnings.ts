// What a warning says to a person: it was done all the same, and this is what to know of it.
import type { Refusal } from '../graphql/ask.ts'
import { refusals, wordBy } from './refusals.ts'
import { catalogue, useWords } from './words.ts'

/** Where a warning says something else than the refusal of the same code, and what only warns. */
export const warnings = catalogue({
  BELOW_POLICY: ['{scopeName}的{item}应存 {floor} {unitZh}，现余 {available} {unitZh}，低于政策最低库存，请及时补足。', '{scopeNameEn} should keep {floor} {unitEn} of {itemEn}; {available} is left, below its policy minimum. Make it good soon.'],
  NEAR_MINIMUM: ['{scopeName}的{item}应存 {floor} {unitZh}，现余 {available} {unitZh}，已接近最低库存。', '{scopeNameEn} should keep {floor} {unitEn} of {itemEn}; {available} is left, near its minimum.'],
  BREACH_OPEN: ['{scopeName}的{item}应存 {floor} {unitZh}，现余 {available} {unitZh}，低于最低库存，已登记突破，请及时补足。', '{scopeNameEn} should keep {floor} {unitEn} of {itemEn}; {available} is left, below its minimum. The breach is open until stock is back.'],
  OVER_FULL: ['已超出容量：容量 {capacity} {unit}，原有 {load}，又放入 {requested}。请尽快移走一部分。', 'Over full: it holds {capacity} {unit}, {load} lay there, and {requested} more were put there. Move some of it soon.'],
  STORAGE_CONDITION: ['该品种须存于 {condition}，现放在 {there} 处。请尽快移到合适的地方。', 'These goods must be kept {condition}; where they lie now it is {there}. Move them soon.'],
  HAZARD_SEGREGATION: ['{class} 类危险品现与 {other} 类放在一起（货位 {bin}）。请尽快分开。', 'Goods of class {class} lie beside class {other} now (bin {bin}). Part them soon.'],
})

/** A warning in the language of the screen. */
export const wordWarning = (warning: Refusal): string => wordBy(warning.code in warnings ? warnings : refusals, warning)

/** wordWarning that follows the language of the screen. */
export function useWordWarning(): (warning: Refusal) => string {
  useWords(warnings)
  return wordWarning
}
