// The lines of a form as a grid: Enter goes to the next row, rows are pasted from a spreadsheet.
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react'
import { useWordError } from '../../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { itemsByCodes } from '../../../parts/items.ts'
import { GridLine } from './GridLine.tsx'
import { isBlankLine, newLine, nextKey, type Line } from './lines.ts'
import { isRows, parseRows } from './pasteRows.ts'
import type { LineForm } from './useLineForm.ts'
import { formWords } from './words.ts'

type Props = { form: LineForm; receipt: boolean; lotCell?: (line: Line, index: number) => ReactNode; below?: (line: Line, index: number) => ReactNode }

export function LineGrid({ form, receipt, lotCell, below }: Props) {
  const t = useWords(formWords)
  const term = useTerm()
  const say = useWordError()
  const queries = useQueryClient()
  const table = useRef<HTMLTableElement>(null)
  const [pasteNotes, setPasteNotes] = useState<string[]>([])
  const [wanted, setWanted] = useState<{ row: number; column: string } | null>(null)
  const { lines } = form.draft
  const serial = receipt && lines.some((line) => line.item?.tracking === 'SERIAL')

  const cell = (row: number, column: string) => table.current?.querySelector<HTMLElement>(`[data-row="${row}"] [data-column="${column}"]`)
  useEffect(() => {
    if (!wanted) return
    const found = cell(wanted.row, wanted.column)
    const focusable = found?.matches('input, select') ? found : found?.querySelector<HTMLElement>('input')
    focusable?.focus()
    setWanted(null)
  }, [wanted])

  const addLine = () => form.setLines((now) => [...now, newLine(nextKey(now))])

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const from = event.target as HTMLElement
    const column = from.dataset['column']
    if (!column || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || (event.key !== 'Enter' && from.getAttribute('type') === 'date')) return
    event.preventDefault()
    const row = Number(from.closest<HTMLElement>('[data-row]')!.dataset['row']) + step
    if (row < 0) return
    const isNew = row >= lines.length
    if (isNew && event.key !== 'Enter') return
    if (isNew) addLine()
    setWanted({ row, column: isNew ? 'itemId' : column })
  }

  const onPaste = async (event: ClipboardEvent<HTMLTableElement>) => {
    const text = event.clipboardData.getData('text/plain')
    if (!isRows(text)) return
    event.preventDefault()
    const { rows, problems } = parseRows(text)
    try {
      const items = await itemsByCodes(queries, rows.map((row) => row.code).filter((code) => code !== ''))
      form.setLines((now) => {
        const kept = now.filter((line) => !isBlankLine(line))
        const first = nextKey(kept)
        const added = rows.map((row, index) => ({ ...newLine(first + index, items.get(row.code) ?? null), quantity: row.quantity, lotNo: receipt ? row.lotNo : '', expiresOn: receipt ? row.expiresOn : '' }))
        return kept.length + added.length > 0 ? [...kept, ...added] : [newLine(1)]
      })
      const columnWords = { code: term('item'), quantity: term('quantity'), expiresOn: term('expiresOn') }
      setPasteNotes([
        t('pasted', { count: rows.length }),
        ...rows.flatMap((row, index) => (row.code !== '' && !items.has(row.code) ? [t('pasteUnknown', { row: index + 1, code: row.code })] : [])),
        ...problems.map((problem) => t('pasteBad', { row: problem.row, column: columnWords[problem.column], value: problem.value })),
      ])
    } catch (error) {
      setPasteNotes([t('pasteFailed', { why: say(error) })])
    }
  }

  const heads = [term('item'), term('quantity'), ...(receipt ? [term('lotNo'), ...(serial ? [term('serialNo')] : []), term('expiresOn'), term('madeOn')] : [term('lot')])]
  return (
    <>
      <div className="grid-scroll">
        <table ref={table} className="grid" onKeyDown={onKeyDown} onPaste={onPaste}>
          <caption className="visually-hidden">{t('lines')}</caption>
          <thead>
            <tr>
              <th scope="col" className="grid-no">#</th>
              {heads.map((head) => <th key={head} scope="col">{head}</th>)}
              <td />
            </tr>
          </thead>
          {lines.map((line, row) => (
            <GridLine
              key={line.key}
              line={line}
              row={row}
              receipt={receipt}
              serial={serial}
              columns={heads.length}
              problems={form.problems.filter((problem) => problem.key === line.key).map((problem) => problem.text)}
              lotCell={lotCell?.(line, row)}
              below={below?.(line, row)}
              onChange={(part) => form.setLines((now) => now.map((one) => (one.key === line.key ? { ...one, ...part } : one)))}
              onItemChosen={() => setWanted({ row, column: 'quantity' })}
              onRemove={() => form.setLines((now) => (now.length > 1 ? now.filter((one) => one.key !== line.key) : [newLine(nextKey(now))]))}
            />
          ))}
        </table>
      </div>
      <div className="actions">
        <Button onClick={() => { addLine(); setWanted({ row: lines.length, column: 'itemId' }) }}>{t('addLine')}</Button>
      </div>
      <div role="status">{pasteNotes.map((note) => <p key={note} className="muted">{note}</p>)}</div>
    </>
  )
}
