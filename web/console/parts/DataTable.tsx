// The table of the console: a real <table> with a caption, numbers right-aligned in tabular figures, at most a page of rows.
//
//   <DataTable caption={t('lots')} query={query} rows={query.data?.balances.nodes} rowKey={(row) => row.lot.id} empty={t('noLots')}
//     columns={[{ key: 'item', title: term('item'), cell: (row) => name(row.item), rowHeader: true },
//               { key: 'onHand', title: term('onHand'), cell: (row) => <Quantity value={row.onHand} />, number: true }]} />
//
// Loading shows a skeleton, an error what happened, a failed refresh a grey bar above the old rows. No row acts on a click by
// itself: put a link or a button into its first cell.
import { Table } from 'antd'
import { useEffect, useRef, type ReactNode, type RefObject, type ThHTMLAttributes } from 'react'
import { timeOfDayWithSeconds } from '../../shared/format.ts'
import { useWords } from '../../shared/i18n/words.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { Skeleton } from './Skeleton.tsx'
import { partWords } from './partWords.ts'
import { chosenBy, directionIn, type Ordering, type Sort } from './useSort.ts'

export type Column<R> = {
  key: string
  title: ReactNode
  cell: (row: R, index: number) => ReactNode
  /** Right-aligned, tabular. */
  number?: boolean
  /** The cell that names the row, for screen readers. */
  rowHeader?: boolean
  width?: number
  /** Never broken: codes, dates. */
  nowrap?: boolean
  /** The orders of the list that go by this column: its heading chooses them. */
  order?: Ordering
}

/** What DataTable and Loaded need of a query; any useQuery result is one. */
export type QueryState = { isPending: boolean; error: unknown; dataUpdatedAt: number; refetch: () => unknown; isPlaceholderData?: boolean }

export type DataTableProps<R> = {
  caption: string
  columns: readonly Column<R>[]
  rows: readonly R[] | undefined
  rowKey: (row: R) => string
  query?: QueryState
  /** Why there may be nothing, and the next step. */
  empty?: ReactNode
  rowClass?: (row: R) => string | undefined
  /** In which order the rows stand, and what chooses another. */
  sort?: Sort
}

export function DataTable<R extends object>({ caption, columns, rows, rowKey, query, empty, rowClass, sort }: DataTableProps<R>) {
  const t = useWords(partWords)
  const frame = useRef<HTMLDivElement>(null)
  useScrollByKeys(frame, caption, rows)
  if (!rows) return query?.error ? <ErrorCard error={query.error} onRetry={() => query.refetch()} /> : <Skeleton lines={8} />
  return (
    <div ref={frame}>
      {query && <StaleBar query={query} />}
      <Table<R>
        className={query?.isPlaceholderData ? 'data-table waiting' : 'data-table'}
        caption={<span className="visually-hidden">{caption}</span>}
        size="middle"
        pagination={false}
        {...(sort ? { components: sortedHead } : {})}
        scroll={{ x: 'min-content' }}
        dataSource={rows}
        rowKey={rowKey}
        rowClassName={(row) => rowClass?.(row) ?? ''}
        locale={{ emptyText: <div className="empty">{empty ?? t('empty')}</div> }}
        columns={columns.map(({ key, title, cell, number, rowHeader, width, nowrap, order }) => ({
          key,
          title,
          ...(sort && order ? { onHeaderCell: () => ({ choose: () => sort.set(chosenBy(order, sort.by)), goes: directionIn(sort.by, order), would: directionIn(chosenBy(order, sort.by), order) }) as object } : {}),
          render: (_: unknown, row: R, index: number) => cell(row, index),
          ...(width ? { width } : {}),
          ...(rowHeader ? { rowScope: 'row' as const } : {}),
          ...(number ? { align: 'right' as const } : {}),
          className: number ? 'number' : nowrap ? 'nowrap' : '',
        }))}
      />
    </div>
  )
}

type Direction = ReturnType<typeof directionIn>
type HeadingProps = ThHTMLAttributes<HTMLTableCellElement> & { choose?: () => void; goes?: Direction; would?: Direction }

/** A heading that chooses the order. It is no part of the title, which the library writes a second time, out of sight, to measure it. */
function Heading({ choose, goes, would, children, ...rest }: HeadingProps) {
  if (!choose) return <th {...rest}>{children}</th>
  return (
    <th {...rest} {...(goes ? { 'aria-sort': goes } : {})}>
      <button type="button" className="sort" onClick={choose}>{children}<span aria-hidden> {goes ? (goes === 'ascending' ? '▲' : '▼') : would === 'ascending' ? '△' : '▽'}</span></button>
    </th>
  )
}
const sortedHead = { header: { cell: Heading } }

/** Where a table is wider than its card, its scroller takes the focus, so that arrow keys move it. */
function useScrollByKeys(frame: RefObject<HTMLDivElement | null>, name: string, rows: unknown) {
  useEffect(() => {
    const scroller = frame.current?.querySelector<HTMLElement>('.ant-table-content')
    if (!scroller) return
    const mark = () => {
      if (scroller.scrollWidth > scroller.clientWidth) {
        scroller.tabIndex = 0
        scroller.setAttribute('role', 'region')
        scroller.setAttribute('aria-label', name)
      } else for (const attribute of ['tabindex', 'role', 'aria-label']) scroller.removeAttribute(attribute)
    }
    const observer = new ResizeObserver(mark)
    observer.observe(scroller)
    mark()
    return () => observer.disconnect()
  }, [frame, name, rows])
}

/** Says that the last refresh failed and how old the figures are. */
export function StaleBar({ query }: { query: QueryState }) {
  const t = useWords(partWords)
  if (!query.error || !query.dataUpdatedAt) return null
  return <p className="stale" role="status">{t('stale', { time: timeOfDayWithSeconds(new Date(query.dataUpdatedAt)) })}</p>
}
