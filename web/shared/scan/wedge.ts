// A scanner that types like a keyboard: read by physical keys (event.code), because with a Chinese input method on, event.key says
// nothing; told from a person by its speed; and its text does not stay in whatever field had the focus.

export const shortest = 4
/** The longest pause between two characters of a scanner, in milliseconds; a person types at 90 and more. */
export const longestGap = 35

const plain: Record<string, string> = { Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\', Semicolon: ';', Quote: "'", Comma: ',', Period: '.', Slash: '/', Backquote: '`', Space: ' ' }
const shifted: Record<string, string> = { Minus: '_', Equal: '+', BracketLeft: '{', BracketRight: '}', Backslash: '|', Semicolon: ':', Quote: '"', Comma: '<', Period: '>', Slash: '?', Backquote: '~', Space: ' ' }
const numberRow = ')!@#$%^&*('
const numpad: Record<string, string> = { NumpadSubtract: '-', NumpadAdd: '+', NumpadDecimal: '.', NumpadDivide: '/', NumpadMultiply: '*' }

/** The character of a physical key on the layout that scanners send; null: none. Caps lock is left out: a scanner presses shift. */
export function characterOf(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter) return shift ? letter : letter.toLowerCase()
  const digit = /^(Digit|Numpad)(\d)$/.exec(code)
  if (digit) return shift && digit[1] === 'Digit' ? numberRow[Number(digit[2])]! : digit[2]!
  return (shift ? shifted : plain)[code] ?? numpad[code] ?? null
}

type Key = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'timeStamp'>

/** Tells scans from typing. Pure but for what it remembers of the keys before. */
export class Wedge {
  private text = ''
  private last = -Infinity

  /** START: perhaps the first key of a scan; PART: a further one; a text: the scan is complete; null: a person's key. */
  press(key: Key): { kind: 'START' | 'PART' } | { kind: 'SCAN'; text: string } | null {
    const fast = key.timeStamp - this.last <= longestGap
    this.last = key.timeStamp
    if (key.code.startsWith('Shift')) {
      if (!fast) this.text = ''
      return null // part of the next character, not the end of a scan
    }
    if (key.code === 'Enter' || key.code === 'NumpadEnter' || key.code === 'Tab') {
      const text = this.text
      this.text = ''
      return fast && text.length >= shortest ? { kind: 'SCAN', text } : null
    }
    // Ctrl+] is how keyboards, and scanners that play one, write FNC1.
    const separated = key.ctrlKey && !key.altKey && !key.metaKey && key.code === 'BracketRight'
    if (key.code.startsWith('Control')) return null
    const character = separated ? '\u001d' : key.ctrlKey || key.altKey || key.metaKey ? null : characterOf(key.code, key.shiftKey)
    if (character === null) {
      this.text = ''
      return null
    }
    const first = !fast || this.text === ''
    this.text = first ? character : this.text + character
    return { kind: first ? 'START' : 'PART' }
  }
}

export type Field = HTMLInputElement | HTMLTextAreaElement

/** Puts a text back into a field, in the way that React notices. */
export function restore(field: Field, value: string): void {
  if (field.value === value) return
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

export const isField = (element: EventTarget | null): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement

/** Listens on the window for scans until the function that it returns is called. */
export function listenForScans(accept: (text: string) => void, target: Window = window): () => void {
  const wedge = new Wedge()
  let held: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null
  let composing = false
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = wedge.press(event)
    if (pressed?.kind === 'START') {
      held = isField(event.target) ? { field: event.target, value: event.target.value } : null
      composing = false
    }
    composing ||= event.isComposing || event.key === 'Process'
    if (pressed?.kind !== 'SCAN') return
    // The end of a scan must neither press the button nor leave the field that has the focus.
    event.preventDefault()
    event.stopImmediatePropagation()
    const field = held
    held = null
    if (!field) accept(pressed.text)
    else if (!composing) {
      restore(field.field, field.value)
      accept(pressed.text)
    } else {
      // An input method puts its text in when the composition ends: end it now, and take the text out after.
      field.field.blur()
      field.field.focus({ preventScroll: true })
      setTimeout(() => {
        restore(field.field, field.value)
        accept(pressed.text)
      }, 0)
    }
  }
  target.addEventListener('keydown', onKeyDown, { capture: true })
  return () => target.removeEventListener('keydown', onKeyDown, { capture: true })
}
