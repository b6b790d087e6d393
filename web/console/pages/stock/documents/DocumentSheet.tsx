import { dateTime, quantity } from '../../../../shared/format.ts'
import { useTerm } from '../../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../../shared/i18n/words.ts'
import { useUnit } from '../../../parts/Quantity.tsx'
import { useDocumentKind } from '../../../parts/documentKind.ts'
import { useAbout, useViewer } from '../../../useSession.ts'
import type { DocumentView } from './documentQueries.ts'
import { shownLines } from './documentLines.ts'
import { documentWords } from './words.ts'

/** The document on A4 paper: heading, parties, lines, signatures. Shown to the printer only. */
export function DocumentSheet({ document }: { document: DocumentView }) {
  const t = useWords(documentWords)
  const term = useTerm()
  const kindWord = useDocumentKind()
  const name = useNames()
  const unit = useUnit()
  const about = useAbout()
  const viewer = useViewer()
  const { lines } = shownLines(document)
  const owners = [...new Set(lines.map((line) => (line.reserve ? name(line.reserve.owner) : '')))]
  const approvers = document.approvals.filter((one) => !one.void && one.decision === 'APPROVED').map((one) => one.person).join('、')
  const one = owners.length === 1
  return (
    <div className="print-only sheet">
      <h1>{name({ nameZh: about.districtZh, nameEn: about.districtEn })} {kindWord(document.kind)}</h1>
      <div className="sheet-head">
        <span>{term('documentNumber')} {document.number || t('unnumbered')}</span>
        <span>{t('occurredAt')} {dateTime(document.occurredAt)}</span>
        <span>{term('reason')} {term(document.reason)}</span>
        <span>{term('state')} {term(document.state)}</span>
        <span>{document.counterSite ? t('sender') : term('site')} {name(document.site)}</span>
        {document.counterSite && <span>{t('receiver')} {name(document.counterSite)}</span>}
        {one && owners[0] && <span>{term('owner')} {owners[0]}</span>}
        {document.note && <span className="sheet-wide">{term('note')} {document.note}</span>}
      </div>
      <table>
        <caption className="visually-hidden">{t('lines')}</caption>
        <thead>
          <tr>{[t('lineNo'), term('item'), term('spec'), term('lotNo'), term('expiresOn'), term('unit'), term('quantity'), ...(one ? [] : [term('owner')])].map((title) => <th key={title} scope="col">{title}</th>)}</tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineNo}>
              <td className="number">{line.lineNo}</td>
              <th scope="row">{name(line.item)} <span className="code">{line.item.code}</span></th>
              <td>{line.item.spec}</td>
              <td className="code">{line.lot ? `${line.lot.lotNo} ${line.lot.serialNo}` : t('toBePicked')}</td>
              <td className="code">{line.lot?.expiresOn}</td>
              <td>{line.pack ?? unit(line.item)}</td>
              <td className="number">{quantity(line.quantity)}</td>
              {!one && <td>{line.reserve && name(line.reserve.owner)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="sheet-signatures">
        {([['signHandler', document.recordedBy ?? ''], ['signKeeper', ''], ['signReceiver', ''], ['signApprover', approvers]] as const).map(([who, known]) => <span key={who}>{t(who)}：{known}</span>)}
      </div>
      <p className="sheet-foot">{t('printedAt', { time: dateTime(new Date()), name: viewer.name })} {about.demo && t('demoPaper')}</p>
    </div>
  )
}
