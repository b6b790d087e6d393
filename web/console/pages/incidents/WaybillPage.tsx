import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { dateTime, timeOfDay } from '../../../shared/format.ts'
import { useWordError } from '../../../shared/i18n/refusals.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { StateTag } from '../../parts/StateTag.tsx'
import { useViewer } from '../../useSession.ts'
import { useWrite } from '../../useWrite.ts'
import { arrivalLines, faultOf, noDifference, type Difference } from './arrival.ts'
import type { Waybill } from './documents.ts'
import './incidents.css'
import { mayConfirm } from './mayConfirm.ts'
import { useWaybill } from './reading.ts'
import { waybillRoute } from './routes.tsx'
import { expectedAt } from './WaybillListPage.tsx'
import { WaybillLines } from './WaybillLines.tsx'
import { WaybillPaper } from './WaybillPaper.tsx'
import { waybillWords } from './waybillWords.ts'
import { ConfirmArrival } from './writes.ts'

export function WaybillPage() {
  const t = useWords(waybillWords)
  const { waybillId } = waybillRoute.useParams()
  const waybill = useWaybill(waybillId)
  return (
    <div className="page">
      <Loaded query={waybill} lines={10}>
        {(found) => (found ? <WaybillDetail key={found.id} waybill={found} /> : <div className="card empty">{t('missing')}</div>)}
      </Loaded>
    </div>
  )
}

function WaybillDetail({ waybill }: { waybill: Waybill }) {
  const t = useWords(waybillWords)
  const name = useNames()
  const say = useWordError()
  const viewer = useViewer()
  const { message } = App.useApp()
  const write = useWrite(ConfirmArrival)
  const [signedName, setSignedName] = useState(viewer.name)
  const [differences, setDifferences] = useState<Readonly<Record<number, Difference>>>({})
  const [tried, setTried] = useState(false)
  const signing = waybill.state === 'IN_TRANSIT' && mayConfirm(viewer, waybill.toSite)
  const opened = Object.keys(differences).length
  const faulty = waybill.lines.some((line) => differences[line.lineNo] && faultOf(line, differences[line.lineNo]!) !== null)
  const { trip } = waybill

  const change = (lineNo: number, difference: Difference | null) =>
    setDifferences((before) => {
      const { [lineNo]: _, ...others } = before
      return difference ? { ...others, [lineNo]: difference } : others
    })
  const sign = () => {
    setTried(true)
    if (faulty || !signedName.trim()) return
    write.mutate({ waybillId: waybill.id, signedName: signedName.trim(), lines: arrivalLines(waybill.lines, differences) }, { onSuccess: () => void message.success(t('done')) })
  }
  return (
    <>
      <div className="no-print inc-stack">
        <PageHeader
          title={t('title', { number: waybill.number })}
          trail={[{ title: t('list'), to: '/waybills' }, { title: trip.incident.name, to: `/incidents/${trip.incident.id}?view=waybills` }]}
          tags={<>{trip.incident.drill && <span className="drill-tag">{t('drill')}</span>}<StateTag state={waybill.state} />{waybill.late !== null && <StateTag tone={waybill.late ? 'bad' : 'good'} word={t(waybill.late ? 'late' : 'onTime')} />}</>}
          note={<><strong>{name(waybill.toSite)}</strong> · {t('facts', { plate: trip.vehicle.plate, carrier: name(trip.vehicle.carrier), issued: dateTime(waybill.issuedAt), expected: expectedAt(trip.stops, waybill.toSite.id) })}</>}
          actions={<Button title={t('printHint')} onClick={() => window.print()}>{t('print')}</Button>}
        />
        {waybill.signedAt && <p className="signed-note"><StateTag tone="good" word={t('signedBy', { name: waybill.signedName, time: dateTime(waybill.signedAt) })} /></p>}
        {signing && (
          <Card title={t('confirmTitle')} className="confirm-card">
            <p className="muted">{t('confirmNote')}</p>
            <div className="confirm-row">
              <Field label={t('signedName')} error={tried && !signedName.trim() ? t('faultName') : null}>
                <Input maxLength={60} value={signedName} onChange={(event) => setSignedName(event.target.value)} />
              </Field>
              <Button type="primary" size="large" className="confirm-button" loading={write.isPending} onClick={sign}>{opened === 0 ? t('allReceived') : t('withDifferences', { count: opened })}</Button>
            </div>
            {write.error !== null && <p className="field-error" role="alert">{say(write.error)}</p>}
          </Card>
        )}
        <Card title={`${t('lines')} ${waybill.lines.length}`}>
          <WaybillLines waybill={waybill} signing={signing} differences={differences} tried={tried} onOpen={(lineNo) => change(lineNo, noDifference)} onChange={change} />
        </Card>
      </div>
      <WaybillPaper waybill={waybill} printedAt={`${dateTime(new Date())}`} by={viewer.name} expected={timeOfDay(trip.stops.find((stop) => stop.site.id === waybill.toSite.id)?.arriveAt ?? trip.departAt)} />
    </>
  )
}
