import { useSearch } from '@tanstack/react-router'
import { graphql } from '../../../../shared/graphql/graphql.ts'
import { UserErrors } from '../../../../shared/graphql/refusal.ts'
import { WarningFields } from '../../../../shared/graphql/warning.ts'
import { useWords } from '../../../../shared/i18n/words.ts'
import { GoodsFormPage } from './GoodsFormPage.tsx'
import { goodsInput } from './goods.ts'
import { goodsWords } from './goodsWords.ts'
import { useFormWrite } from './useFormWrite.ts'
import { useGoodsForm } from './useGoodsForm.ts'

const ProposeScrap = graphql(`mutation ProposeScrap($input: ProposeScrapInput!) { proposeScrap(input: $input) { replayed warnings { ...WarningFields } document { id revision state } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

const reasons = ['EXPIRED', 'DAMAGED', 'OBSOLETE', 'FAILED_TEST', 'LOST'] as const

/** Proposes goods for scrapping; appraisal, approval and disposal follow on the document's page. */
export function ScrapPage() {
  const { draft } = useSearch({ from: '/scrap' })
  return <ScrapForm key={draft ?? ''} />
}

function ScrapForm() {
  const t = useWords(goodsWords)
  const form = useGoodsForm('scrap', useSearch({ from: '/scrap' }), true)
  const { send, pending } = useFormWrite(ProposeScrap, form)
  return (
    <GoodsFormPage title={t('scrap')} note={t('scrapNote')} form={form} reasons={reasons} post={t('postScrap')} pending={pending}
      onSend={(reason, siteId, how) => send({ siteId, reason, note: form.draft.note.trim() || null, lines: form.filled.map((line) => goodsInput(line, form.choiceOf(line))) }, how)} />
  )
}
