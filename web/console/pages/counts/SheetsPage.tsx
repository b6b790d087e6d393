import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { compare } from '../../../shared/decimal.ts'
import { dateTime, quantity } from '../../../shared/format.ts'
import { useTerm } from '../../../shared/i18n/useTerm.ts'
import { useNames, useWords } from '../../../shared/i18n/words.ts'
import { Card } from '../../parts/Card.tsx'
import { Field } from '../../parts/FilterBar.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { useUnit } from '../../parts/Quantity.tsx'
import { PageSkeleton } from '../../parts/Skeleton.tsx'
import { useAbout, useViewer } from '../../useSession.ts'
import { NoCount } from './CountPage.tsx'
import './counts.css'
import { useAllLines, useStockCount, type CountLine, type CountView } from './countQueries.ts'
import { byBin } from './sheets.ts'
import { sheetWords } from './sheetWords.ts'
import { countWords } from './words.ts'

/** Paper for where there is no phone: a sheet for each bin, as it comes out of the printer. */
export function SheetsPage() {
  const t = useWords(sheetWords)
  const lists = useWords(countWords)
  const term = useTerm()
  const { id } = useParams({ from: '/counts/$id/sheets' })
  const { bin } = useSearch({ from: '/counts/$id/sheets' })
  const navigate = useNavigate({ from: '/counts/$id/sheets' })
  const count = useStockCount(id).data
  const lines = useAllLines(id)
  if (count === undefined) return <PageSkeleton />
  if (count === null) return <NoCount />
  return (
    <div className="page">
      <div className="no-print page-body">
        <PageHeader title={t('sheetsTitle')} trail={[{ title: lists('counts'), to: '/counts' }, { title: count.number, to: `/counts/${id}` }]} note={t('sheetsNote')} actions={<Button type="primary" onClick={() => print()}>{term('print')}</Button>} />
        <Card><BinField lines={lines.data ?? []} value={bin} onChange={(next) => navigate({ search: next ? { bin: next } : {} })} /></Card>
      </div>
      <Loaded query={lines}>
        {(all) => <>{byBin(all).filter((place) => bin === undefined || (place.bin?.code ?? 'none') === bin).map((place) => <SheetPaper key={place.bin?.id ?? 'none'} count={count} bin={place.bin?.code ?? null} lines={place.lines} />)}</>}
      </Loaded>
    </div>
  )
}

/** Which bin; the value is its code, "none" for what lies in no bin. */
export function BinField({ lines, value, onChange }: { lines: readonly CountLine[]; value: string | undefined; onChange: (bin: string | undefined) => void }) {
  const t = useWords(sheetWords)
  const lists = useWords(countWords)
  return (
    <Field label={lists('bin')}>
      <Select className="select" allowClear placeholder={t('allBins')} value={value} onChange={onChange} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: 'label' }}
        options={byBin(lines).map((place) => ({ value: place.bin?.code ?? 'none', label: place.bin?.code ?? lists('noBin') }))} />
    </Field>
  )
}

function SheetPaper({ count, bin, lines }: { count: CountView; bin: string | null; lines: readonly CountLine[] }) {
  const t = useWords(sheetWords)
  const lists = useWords(countWords)
  const term = useTerm()
  const name = useNames()
  const unit = useUnit()
  const about = useAbout()
  const viewer = useViewer()
  const books = !count.blind && lines.some((line) => line.onHand !== null)
  const heads = ['#', term('item'), term('spec'), term('lotNo'), term('expiresOn'), t('packing'), ...(books ? [lists('onBooks')] : []), t('blankCount'), term('unit'), t('remark')]
  return (
    <section className="count-sheet" aria-label={`${t('paperTitle')} ${bin ?? lists('noBin')}`}>
      <h2>{name({ nameZh: about.districtZh, nameEn: about.districtEn })} {t('paperTitle')} <span className="code">{bin ?? lists('noBin')}</span></h2>
      <div className="count-sheet-head">
        <span>{t('number')} {count.number}</span><span>{term('site')} {name(count.site)}</span><span>{lists('way')} {lists(count.blind ? 'blind' : 'openList')}</span><span>{t('blankRule')}</span>
      </div>
      <table>
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>{line.lineNo}</td>
              <th scope="row">{name(line.item)} <span className="code">{line.item.code}</span></th>
              <td>{line.item.spec}</td><td className="code">{line.lot.lotNo} {line.lot.serialNo}</td><td className="code">{line.lot.expiresOn}</td>
              <td>{compare(line.item.packSize, '1') > 0 ? `${quantity(line.item.packSize)}/${line.item.packageNameZh}` : ''}</td>
              {books && <td>{line.onHand === null ? '' : quantity(line.onHand)}</td>}
              <td className="count-blank" /><td>{unit(line.item)}</td><td className="count-blank" />
            </tr>
          ))}
          <tr><td colSpan={heads.length}>{t('besideRows')}</td></tr>
          {[0, 1, 2].map((row) => <tr key={row}>{heads.map((head) => <td key={head} />)}</tr>)}
        </tbody>
      </table>
      <div className="count-sheet-foot"><span>{t('counter')}：</span><span>{t('checker')}：</span><span>{t('countedAt')}：</span></div>
      <p className="muted">{t('printedAt', { time: dateTime(new Date()), name: viewer.name })} {about.demo && t('demoPaper')}</p>
    </section>
  )
}
