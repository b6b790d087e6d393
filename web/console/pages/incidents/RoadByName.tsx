// A road to be closed, by its name: looked for, chosen where several have the letters, and cut where two others meet it.
import { Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { distance } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useWords } from '../../../shared/i18n/words.ts'
import type { Box } from '../../map/roadMap.ts'
import { Field } from '../../parts/FilterBar.tsx'
import type { CloseRoadForm, RoadPart } from './closeRoadForm.ts'
import { closureWords } from './closureWords.ts'
import type { useClosing } from './useClosing.ts'

type Props = { form: CloseRoadForm; onChange: (part: Partial<CloseRoadForm>) => void; named: ReturnType<typeof useClosing>['named']; seen: () => Box | null; fault: string | undefined }

export function RoadByName({ form, onChange, named, seen, fault }: Props) {
  const t = useWords(closureWords)
  const say = useWordError()
  const { road } = form
  const [typed, setTyped] = useState(road?.name ?? '')
  const found = named.data ?? []
  const one = road && found.length === 1 ? found[0]! : null
  const called = (part: RoadPart) => (part.from && part.to ? t('partOf', { name: part.name, from: part.from, to: part.to }) : part.name)
  const own = form.name.trim() !== '' && (road === null || form.name !== called({ ...road, name: one?.name ?? road.name })) // somebody has written another
  const choose = (next: RoadPart, name = called(next)) => onChange({ road: next, ...(own ? {} : { name }) })
  const look = () => { if (typed.trim() !== '') choose({ name: typed.trim() }, '') }
  // The name that was found stands in the note, in full.
  useEffect(() => { if (road && one && form.name.trim() === '') choose({ ...road, name: one.name }) }, [one])
  const [cut, setCut] = useState<readonly string[]>([]) // the roads that met it when it was whole: a part that there is none of must be put right
  const crossings = one ? one.crossings : cut
  const end = (which: 'from' | 'to') => (
    <Field label={t(which === 'from' ? 'partFrom' : 'partTo')}>
      <Select aria-label={t(which === 'from' ? 'partFrom' : 'partTo')} allowClear showSearch value={road?.[which] ?? null} options={crossings.map((name) => ({ value: name, label: name }))}
        onChange={(name: string | undefined) => { if (road) { setCut(crossings); choose({ ...road, name: one?.name ?? road.name, [which]: name ?? null }) } }} />
    </Field>
  )
  return (
    <div className="inc-stack">
      <Field label={t('roadName')} hint={t('roadHint')}>
        <Input.Search value={typed} maxLength={100} enterButton={t('find')} loading={named.isFetching} onChange={(event) => setTyped(event.target.value)} onSearch={look} onPressEnter={(event) => event.preventDefault()} />
      </Field>
      {road && named.error !== null && <p className="field-error" role="alert">{say(named.error)}</p>}
      {road && found.length > 1 && (
        <div className="inc-tools" role="group" aria-label={t('severalRoads')}>
          <span>{t('severalRoads')}</span>
          {found.map((other) => <Button key={other.name} size="small" onClick={() => { setTyped(other.name); choose({ ...road, name: other.name }) }}>{other.name} ({distance(other.metres)})</Button>)}
        </div>
      )}
      {one && <p role="status">{t('foundRoad', { name: one.name, length: distance(one.metres) })}</p>}
      {road && (one || crossings.length > 0) && (
        <>
          <div className="form-head">{end('from')}{end('to')}</div>
          <Checkbox checked={!!road.within} onChange={(event) => choose({ ...road, within: event.target.checked ? seen() : null })}>{t('onlySeen')}</Checkbox>
        </>
      )}
      {fault && <p className="field-error" role="alert">{fault}</p>}
    </div>
  )
}
