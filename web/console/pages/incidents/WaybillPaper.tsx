// The waybill on paper: three copies, each with its own name, black on white, with rows to sign. Not seen on the screen.
import { dateTime, quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { useUnit } from '../../parts/Quantity.tsx'
import type { Waybill } from './documents.ts'
import { waybillWords } from './waybillWords.ts'

const copies = ['copyStub', 'copyCarrier', 'copyReceiver'] as const

export function WaybillPaper({ waybill, printedAt, by, expected }: { waybill: Waybill; printedAt: string; by: string; expected: string }) {
  const t = useWords(waybillWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const { trip } = waybill
  const signed = waybill.state === 'SIGNED'
  const facts: readonly (readonly [string, string])[] = [
    [t('number'), waybill.number], [t('paperIncident'), `${trip.incident.number} ${trip.incident.name}`],
    [t('to'), name(waybill.toSite)], [t('trip'), trip.number],
    [t('paperVehicle'), `${trip.vehicle.plate} ${name({ nameZh: trip.vehicle.typeZh, nameEn: trip.vehicle.typeEn })}`], [t('paperCarrier'), name(trip.vehicle.carrier)],
    [t('paperIssued'), dateTime(waybill.issuedAt)], [t('paperExpected'), expected],
  ]
  return (
    <div className="paper" aria-hidden="true">
      {copies.map((copy) => (
        <section key={copy} className="paper-sheet">
          <header>
            <h2>{t('paperTitle')}</h2>
            <span>{t(copy)}</span>
            {trip.incident.drill && <strong className="paper-drill">{t('paperDrill')}</strong>}
          </header>
          <dl>{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
          <table>
            <thead>
              <tr><th>#</th><th>{t('item')}</th><th>{t('lot')}</th><th>{t('paperExpiry')}</th><th>{t('from')}</th><th>{t('paperUnit')}</th><th>{t('sent')}</th><th>{t('received')}</th><th>{t('paperNote')}</th></tr>
            </thead>
            <tbody>
              {waybill.lines.map((line) => (
                <tr key={line.lineNo}>
                  <td>{line.lineNo}</td><td>{name(line.item)}</td><td className="code">{line.lot.lotNo}</td><td className="code">{line.lot.expiresOn ?? ''}</td><td>{name(line.fromSite)}</td><td>{unit(line.item)}</td>
                  <td className="number">{quantity(line.sent)}</td><td className="number">{signed && line.received !== null ? quantity(line.received) : ''}</td><td>{line.reason ? term(line.reason) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="paper-signatures">
            {(['signShipper', 'signDriver', 'signReceiver'] as const).map((who) => <span key={who}>{t(who)}: {who === 'signReceiver' && signed ? waybill.signedName : ''}<i /></span>)}
            <span>{t('signDate')}: <i /></span>
          </div>
          <footer>{t('paperFoot', { number: waybill.number, time: printedAt, by })}</footer>
        </section>
      ))}
    </div>
  )
}
