import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { compare } from '../../../shared/decimal.ts'
import { dateTime, quantity, timeOfDay } from '../../../shared/format.ts'
import { Refused } from '../../../shared/graphql/ask.ts'
import { useWordError, wordRefusal } from '../../../shared/i18n/refusals.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { useWrite } from '../../useWrite.ts'
import { instantOf } from '../incidents/shelters.ts'
import { useDraft } from '../stock/forms/useDraft.ts'
import { BesideRows } from './BesideRows.tsx'
import { NoCount } from './CountPage.tsx'
import './counts.css'
import { EnterCount, useAllLines, useStockCount, type CountView } from './countQueries.ts'
import { BinField } from './SheetsPage.tsx'
import { besideFits, emptySheet, entriesOf, figureFits, isBlankSheet, type Sheet } from './sheets.ts'
import { sheetWords } from './sheetWords.ts'
import { countWords } from './words.ts'

export function EnterPage() {
  const { id } = useParams({ from: '/counts/$id/enter' })
  const count = useStockCount(id).data
  if (count === undefined) return <PageSkeleton />
  return count === null ? <NoCount /> : <Entering key={id} count={count} />
}

/** The most figures that are taken at once. */
const most = 500

/** Sheets of paper typed in: the time on the sheet, a figure for each line that was counted, and what was found beside the list. */
function Entering({ count }: { count: CountView }) {
  const t = useWords(sheetWords)
  const lists = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const say = useWordError()
  const { bin } = useSearch({ from: '/counts/$id/enter' })
  const navigate = useNavigate({ from: '/counts/$id/enter' })
  const lines = useAllLines(count.id)
  const { draft: sheet, change, clear, savedAt } = useDraft<Sheet>(`count-${count.id}`, emptySheet, isBlankSheet)
  const [tried, setTried] = useState(false)
  const write = useWrite(EnterCount)
  const shown = (lines.data ?? []).filter((line) => bin === undefined || (line.bin?.code ?? 'none') === bin)
  const place = bin && bin !== 'none' ? (shown[0]?.bin?.id ?? null) : null
  const countedAt = sheet.at ? instantOf(sheet.at) : null
  const entries = entriesOf(sheet, shown, place, countedAt ?? '').slice(0, most)
  const wrong = shown.some((line) => !figureFits(sheet.figures[line.id], line.item.scale)) || sheet.beside.some((row) => !besideFits(row))
  const set = (part: Partial<Sheet>) => {
    change((now) => ({ ...now, ...part }))
    if (write.isError) write.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong || !countedAt || entries.length === 0) return
    write.mutate({ countId: count.id, entries: entries.map(({ entry }) => entry) }, {
      onSuccess: () => {
        const sent = new Set(entries.map(({ entry }) => entry.lineId))
        const left: Sheet = { at: sheet.at, figures: Object.fromEntries(Object.entries(sheet.figures).filter(([line]) => !sent.has(line))), beside: [] }
        if (Object.values(left.figures).some((typed) => typed.quantity !== '')) set(left) // of other bins
        else clear()
        void navigate({ to: '/counts/$id', params: { id: count.id }, search: { done: 'entered' } })
      },
    })
  }
  const refusals = write.error instanceof Refused ? write.error.refusals : []
  /** Where a refusal belongs: the line of the list, or the row beside it. */
  const placeOf = (fields: readonly string[]) => {
    const entry = entries[Number(/^entries\.(\d+)/.exec(fields[0] ?? '')?.[1] ?? NaN)]
    return entry ? (entry.lineNo !== null ? t('atLine', { line: entry.lineNo }) : t('rowNo', { row: entry.row ?? 0 })) + '：' : ''
  }
  const toNext = (event: KeyboardEvent<HTMLFormElement>) => {
    const from = event.target as HTMLElement
    if (!from.matches('.count-figure') || event.nativeEvent.isComposing || event.ctrlKey) return
    const step = event.key === 'Enter' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.count-figure')]
    all[all.indexOf(from) + step]?.focus()
  }
  return (
    <div className="page">
      <PageHeader title={t('enterTitle', { number: count.number })} trail={[{ title: lists('counts'), to: '/counts' }, { title: count.number, to: `/counts/${count.id}` }]} note={t('enterNote')} />
      {count.state !== 'OPEN' ? <p className="notice">{t('isClosed')}</p> : (
        <form className="page-body" onSubmit={submit} onKeyDown={toNext} noValidate>
          <Card>
            <div className="form-head">
              <BinField lines={lines.data ?? []} value={bin} onChange={(next) => navigate({ search: next ? { bin: next } : {} })} />
              <Field label={t('timeField')} hint={t('timeHint')} error={tried && !countedAt ? t('timeMissing') : null}>
                <Input type="datetime-local" value={sheet.at} onChange={(event) => set({ at: event.target.value })} />
              </Field>
              <Button className="count-now" onClick={() => set({ at: dateTime(new Date()).replace(' ', 'T') })}>{t('now')}</Button>
            </div>
          </Card>
          <Card>
            <DataTable
              caption={lists('lines')}
              query={lines}
              rows={lines.data && shown}
              rowKey={(line) => line.id}
              empty={t('noLines')}
              columns={[
                { key: 'no', title: lists('lineNo'), number: true, width: 52, cell: (line) => line.lineNo },
                { key: 'bin', title: lists('bin'), nowrap: true, cell: (line) => (line.bin ? <span className="code">{line.bin.code}</span> : <span className="muted">{lists('noBin')}</span>) },
                { key: 'item', title: term('item'), rowHeader: true, cell: (line) => <>{name(line.item)}<span className="sub code">{line.item.code}</span></> },
                { key: 'lot', title: term('lotNo'), nowrap: true, cell: (line) => <span className="code">{line.lot.lotNo}{line.lot.serialNo && <span className="sub">{line.lot.serialNo}</span>}<span className="sub">{line.lot.expiresOn}</span></span> },
                { key: 'figure', title: t('blankCount'), cell: (line) => {
                  const typed = sheet.figures[line.id] ?? { quantity: '', inPacks: false }
                  const fits = figureFits(typed, line.item.scale)
                  const setTyped = (part: Partial<typeof typed>) => set({ figures: { ...sheet.figures, [line.id]: { ...typed, ...part } } })
                  return (
                    <>
                      <span className="grid-quantity">
                        <input className="plain-input number-input count-figure" inputMode="decimal" autoComplete="off" aria-label={t('figure', { line: line.lineNo })} aria-invalid={!fits} value={typed.quantity} onFocus={(event) => event.target.select()} onChange={(event) => setTyped({ quantity: event.target.value })} />
                        {compare(line.item.packSize, '1') > 0 ? (
                          <select className="plain-input" aria-label={t('unitOf', { line: line.lineNo })} value={typed.inPacks ? 'pack' : 'base'} onChange={(event) => setTyped({ inPacks: event.target.value === 'pack' })}>
                            <option value="base">{unit(line.item)}</option>
                            <option value="pack">{t('inPack', { name: line.item.packageNameZh, size: quantity(line.item.packSize), unit: unit(line.item) })}</option>
                          </select>
                        ) : <span className="unit">{unit(line.item)}</span>}
                      </span>
                      {!fits && <span className="field-error" role="alert">{t('wrong', { scale: typed.inPacks ? 0 : line.item.scale })}</span>}
                      {line.mine !== null && <span className="sub">{t('mineIs', { quantity: quantity(line.mine) })}</span>}
                    </>
                  )
                } },
              ]}
            />
          </Card>
          <Card title={t('beside')}><BesideRows rows={sheet.beside} onChange={(beside) => set({ beside })} tried={tried} /></Card>
          <Card>
            <div className="stack">
              {tried && entries.length === 0 && <p className="field-error" role="alert">{t('nothing')}</p>}
              {refusals.length > 0 ? <div className="error-card" role="alert">{refusals.map((refusal, index) => <p key={index}>{placeOf(refusal.fields)}{wordRefusal(refusal)}</p>)}</div>
                : write.error ? <p className="field-error" role="alert">{say(write.error)}</p> : null}
              <div className="actions">
                <Button type="primary" htmlType="submit" loading={write.isPending}>{t('send', { count: entries.length })}</Button>
                <Button onClick={() => { clear(); setTried(false); write.reset() }}>{t('discard')}</Button>
                <span className="muted" role="status">{savedAt && t('draftKept', { time: timeOfDay(savedAt) })}</span>
              </div>
            </div>
          </Card>
        </form>
      )}
    </div>
  )
}
