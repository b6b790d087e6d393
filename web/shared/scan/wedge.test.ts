import { describe, expect, it } from 'vitest'
import { classify, clean } from './classify.ts'
import { Wedge, characterOf } from './wedge.ts'

type Key = Parameters<Wedge['press']>[0]

/** The keys of a text as a scanner presses them, one every so many milliseconds, shift before capital letters. */
function keysOf(text: string, gap: number, from = 1000, end = 'Enter'): Key[] {
  const key = (code: string, timeStamp: number, shiftKey = false): Key => ({ code, shiftKey, ctrlKey: false, altKey: false, metaKey: false, timeStamp })
  const keys: Key[] = []
  let at = from
  for (const character of text) {
    const capital = /[A-Z]/.test(character)
    if (capital) keys.push(key('ShiftLeft', at, true))
    keys.push(key(/\d/.test(character) ? `Digit${character}` : character === '-' ? 'Minus' : `Key${character.toUpperCase()}`, at, capital))
    at += gap
  }
  return [...keys, key(end, at)]
}

const scanned = (keys: Key[], wedge = new Wedge()) => keys.flatMap((key) => {
  const pressed = wedge.press(key)
  return pressed?.kind === 'SCAN' ? [pressed.text] : []
})

describe('wedge', () => {
  it('reads a scan by its physical keys, whatever the input method makes of them', () => {
    expect(scanned(keysOf('XQ-LR-0043', 8))).toEqual(['XQ-LR-0043'])
  })
  it('ends with Tab as well', () => expect(scanned(keysOf('RK-20261124-003', 20, 0, 'Tab'))).toEqual(['RK-20261124-003']))
  it('leaves a person alone who types and presses Enter', () => expect(scanned(keysOf('blanket', 90))).toEqual([]))
  it('leaves the gap at 35 milliseconds, and not at 36', () => {
    expect(scanned(keysOf('12345', 35))).toEqual(['12345'])
    expect(scanned(keysOf('12345', 36))).toEqual([])
  })
  it('takes no scan of three characters', () => expect(scanned(keysOf('123', 5))).toEqual([]))
  it('begins anew after a pause: what a person typed before is no part of the scan', () => {
    const wedge = new Wedge()
    for (const key of keysOf('ab', 120, 0).slice(0, -1)) wedge.press(key)
    expect(scanned(keysOf('XQ-LR-0001', 10, 1000), wedge)).toEqual(['XQ-LR-0001'])
  })
  it('reads two scans after one another', () => {
    const wedge = new Wedge()
    expect([...scanned(keysOf('LOT-7788', 10, 0), wedge), ...scanned(keysOf('LOT-7789', 10, 500), wedge)]).toEqual(['LOT-7788', 'LOT-7789'])
  })
  it('drops what was begun when another key comes between', () => {
    const wedge = new Wedge()
    const keys = keysOf('123456', 10)
    keys.splice(3, 0, { ...keys[3]!, code: 'ArrowLeft' })
    expect(scanned(keys, wedge)).toEqual([])
  })
  it('reads FNC1 of a label that is typed as Ctrl+]', () => {
    const keys = keysOf('1026A', 10, 0).slice(0, -1)
    const control = (code: string, timeStamp: number): Key => ({ code, shiftKey: false, ctrlKey: true, altKey: false, metaKey: false, timeStamp })
    expect(scanned([...keys, control('ControlLeft', 50), control('BracketRight', 52), ...keysOf('17281130', 10, 60)])).toEqual(['1026A\u001d17281130'])
  })
  it('knows shifted keys', () => {
    expect([characterOf('Semicolon', true), characterOf('Slash', false), characterOf('Digit5', true), characterOf('Numpad5', true), characterOf('F5', false)]).toEqual([':', '/', '%', '5', null])
  })
})

describe('classify', () => {
  it('tells items, documents and waybills', () => {
    expect(classify('xq-lr-0043')).toEqual({ kind: 'ITEM', code: 'XQ-LR-0043' })
    expect(classify('YK-20261125-002')).toEqual({ kind: 'DOCUMENT', number: 'YK-20261125-002' })
    expect(classify('YD-20261125-001')).toEqual({ kind: 'WAYBILL', number: 'YD-20261125-001' })
    expect(classify('L000123')).toEqual({ kind: 'UNKNOWN', text: 'L000123' })
  })
  it('cleans what scanners and copying add', () => {
    expect(clean(']Q3XQ-LR-0043\r\n')).toBe('XQ-LR-0043')
    expect(clean('ＸＱ－ＬＲ－００４３ \u200b')).toBe('XQ-LR-0043')
  })
})
