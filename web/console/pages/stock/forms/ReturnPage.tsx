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

const ReturnToSupplier = graphql(`mutation ReturnToSupplier($input: ReturnToSupplierInput!) { returnToSupplier(input: $input) { replayed warnings { ...WarningFields } document { id revision state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

const reasons = ['DEFECTIVE', 'RECALL', 'WRONG_GOODS', 'EXCHANGE'] as const

/** Sends goods back to their supplier. */
export function ReturnPage() {
  const { draft } = useSearch({ from: '/return' })
  return <ReturnForm key={draft ?? ''} />
}

function ReturnForm() {
  const t = useWords(goodsWords)
  const form = useGoodsForm('return', useSearch({ from: '/return' }), true)
  const { send, pending } = useFormWrite(ReturnToSupplier, form)
  return (
    <GoodsFormPage title={t('return')} note={t('returnNote')} form={form} reasons={reasons} post={t('postReturn')} occurred pending={pending}
      onSend={(reason, siteId, how) => send({ siteId, reason, note: form.draft.note.trim() || null, occurredAt: instantOf(form.draft.occurredAt), lines: form.filled.map((line) => goodsInput(line, form.choiceOf(line))) }, how)} />
  )
}
