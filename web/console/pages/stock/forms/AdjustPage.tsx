import { useSearch } from '@tanstack/react-router'
import { graphql } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { GoodsFormPage } from './GoodsFormPage.tsx'
import { goodsInput } from './goods.ts'
import { goodsWords } from './goodsWords.ts'
import { instantOf } from './instant.ts'
import { useFormWrite } from './useFormWrite.ts'
import { useGoodsForm } from './useGoodsForm.ts'

const AdjustGoods = graphql(`mutation AdjustGoods($input: AdjustGoodsInput!) { adjustGoods(input: $input) { replayed warnings { ...WarningFields } document { id revision state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

const reasons = ['MISCOUNT', 'LOST', 'SPILT', 'STOLEN', 'FOUND'] as const

/** Corrects the books to what is there, outside a stocktake. */
export function AdjustPage() {
  const { draft } = useSearch({ from: '/adjust' })
  return <AdjustForm key={draft ?? ''} />
}

function AdjustForm() {
  const t = useWords(goodsWords)
  const form = useGoodsForm('adjust', useSearch({ from: '/adjust' }), false)
  const { send, pending } = useFormWrite(AdjustGoods, form)
  return (
    <GoodsFormPage title={t('adjust')} note={t('adjustNote')} form={form} reasons={reasons} post={t('postAdjust')} noteRequired directions occurred pending={pending}
      onSend={(reason, siteId, how) => send({ siteId, reason, note: form.draft.note.trim(), occurredAt: instantOf(form.draft.occurredAt), lines: form.filled.map((line) => ({ goods: goodsInput(line, form.choiceOf(line)), found: line.found })) }, how)} />
  )
}
