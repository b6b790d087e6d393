// A handheld whose scanner commits its text through the input method sends no keys that say what they are: its text arrives in the
// field that has the focus, at once or letter by letter. On a touch screen a field of our own keeps the focus for that, with the
// on-screen keyboard shut; a scan into a figure that has the focus, whose keyboard is shut as well, is told from our own pad.
import { translate } from '../i18n/words.ts'
import { scanWords } from './scanWords.ts'
import { characterOf, isField, restore, shortest, type Field } from './wedge.ts'

/** The pause after which a text that came without an end is whole, in milliseconds. */
export const pause = 80
const name = 'changping-scan-sink'

/** Whether a text that was put into a field whose keyboard is shut was scanned: nobody types there but by keys, or speaks but a figure. */
export const isScanned = (text: string, ofSink: boolean): boolean => text.length >= shortest && (ofSink || !/^\d{1,7}([.,]\d+)?$/.test(text))

/** Collects what an input method puts in. composing: text is all of the composition so far, not what was added. */
export class Commits {
  private settled = ''
  private open = ''

  put(text: string, composing: boolean): void {
    if (composing) this.open = text
    else {
      this.settled += text
      this.open = ''
    }
  }

  /** The composition ends with this text. */
  settle(text: string): void {
    this.settled += text
    this.open = ''
  }

  take(): string {
    const text = (this.settled + this.open).replace(/[\r\n\t]+$/, '')
    this.settled = this.open = ''
    return text
  }
}

const isShut = (target: EventTarget | null): target is Field => isField(target) && target.inputMode === 'none'

/** Listens for texts that are put, not typed, into fields whose on-screen keyboard is shut. */
export function listenForText(accept: (text: string) => void, target: Window = window): void {
  const commits = new Commits()
  let held: { field: Field; value: string } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let keyed = -Infinity
  const end = () => {
    clearTimeout(timer)
    if (!held) return
    const { field, value } = held
    held = null
    const text = commits.take()
    const ofSink = field.id === name
    if (!isScanned(text, ofSink)) return ofSink ? restore(field, '') : undefined
    restore(field, ofSink ? '' : value)
    accept(text)
  }
  target.addEventListener('keydown', (event) => {
    if (characterOf(event.code, event.shiftKey) !== null) keyed = event.timeStamp
    if (!held || (event.key !== 'Enter' && event.key !== 'Tab')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    end()
  }, { capture: true })
  target.addEventListener('beforeinput', (event) => {
    if (!isShut(event.target) || !event.inputType.startsWith('insert')) return
    if (event.timeStamp - keyed < pause) return // a key that says what it is: wedge.ts, or a person at a keyboard
    held ??= { field: event.target, value: event.target.value }
    commits.put(event.data ?? '', event.inputType === 'insertCompositionText')
    clearTimeout(timer)
    timer = setTimeout(end, pause)
  }, { capture: true })
  target.addEventListener('compositionend', (event) => held && commits.settle(event.data), { capture: true })
}

/** Puts the field up and keeps the focus in it while the page takes scans and nobody is at another field. Gives what a new page calls. */
export function keepSink(takes: () => boolean): () => void {
  const region = document.createElement('section')
  region.setAttribute('aria-label', translate(scanWords, 'sink'))
  const field = document.createElement('input')
  field.id = name
  field.inputMode = 'none'
  field.autocomplete = 'off'
  field.tabIndex = -1
  region.className = field.className = 'visually-hidden'
  region.append(field)
  document.body.append(region)
  const focus = () => {
    if (!takes()) return
    // A reader of screens hears the question of the page with it, as it would with the heading.
    field.setAttribute('aria-label', `${document.title} ${translate(scanWords, 'sink')}`)
    field.focus({ preventScroll: true })
  }
  const isWritten = (element: Element | null) => isField(element) && element !== field && !['radio', 'checkbox'].includes(element.type)
  // Reached by touch only: who moves by keys keeps the focus where it went.
  document.addEventListener('click', (event) => event.detail > 0 && setTimeout(() => !isWritten(document.activeElement) && focus(), 0))
  document.addEventListener('focusout', (event) => !event.relatedTarget && setTimeout(() => document.activeElement === document.body && focus(), 0))
  return () => {
    const now = document.activeElement
    // A page that puts the focus into a field for typing would open the keyboard over what it asks.
    if (!isField(now) || now.inputMode !== 'none') focus()
  }
}
