import type { ReactNode } from 'react'
import { useWords } from '../../../../shared/i18n/words.ts'
import { Card } from '../../../parts/Card.tsx'
import { FormFoot } from './FormFoot.tsx'
import { LineGrid } from './LineGrid.tsx'
import type { Line } from './lines.ts'
import { LotChoice, PickNote } from './PickPreview.tsx'
import type { useLineForm } from './useLineForm.ts'
import { usePicks } from './usePicks.ts'
import { formWords } from './words.ts'

type Props = { form: ReturnType<typeof useLineForm>; siteId: string | undefined; pending: boolean; onDraft?: () => void; below?: (line: Line, row: number) => ReactNode; beforeFoot?: ReactNode; post?: string }

/**
 * The lines of what leaves a site, by issue or transfer: each with its lot, or the lots that would go, first expired first out. below: what
 * else belongs to a line.
 */
export function PickedLines({ form, siteId, pending, onDraft, below, beforeFoot, post }: Props) {
  const t = useWords(formWords)
  const { stock, previews, failed } = usePicks(siteId, form.draft.lines)
  return (
    <Card title={t('lines')} extra={<span className="muted">{failed ? t('balances') : t('pasteHintIssue')}</span>}>
      <LineGrid
        form={form}
        receipt={false}
        lotCell={(line, row) => <LotChoice line={line} row={row} stock={line.item ? stock.get(line.item.id) : undefined} onChange={(lotId) => form.setLines((now) => now.map((one) => (one.key === line.key ? { ...one, lotId } : one)))} />}
        below={(line, row) => (previews.has(line.key) || below) && <>{previews.has(line.key) && <PickNote line={line} preview={previews.get(line.key)} />}{below?.(line, row)}</>}
      />
      {beforeFoot}
      <FormFoot form={form} pending={pending} {...(onDraft ? { onDraft } : {})} {...(post ? { post } : {})} />
    </Card>
  )
}
