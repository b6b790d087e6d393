// The mutations of the phone app. Each takes one $input and answers a payload with userErrors.
import { Refused, send } from '../../shared/graphql/ask.ts'
import { graphql, textOf, type FragmentOf, type VariablesOf } from '../../shared/graphql/graphql.ts'
import { UserErrors, refusalsOf } from '../../shared/graphql/refusal.ts'
import { WarningFields, warningsOf } from '../../shared/graphql/warning.ts'
import type { Answer, Operation } from '../../shared/outbox/operation.ts'
import { reaching } from '../reach.ts'

const receiveGoods = graphql(`mutation FieldReceive($input: ReceiveGoodsInput!) { receiveGoods(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const issueGoods = graphql(`mutation FieldIssue($input: IssueGoodsInput!) { issueGoods(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const transferGoods = graphql(`mutation FieldTransfer($input: TransferGoodsInput!) { transferGoods(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const receiveTransfer = graphql(`mutation FieldReceiveTransfer($input: ReceiveTransferInput!) { receiveTransfer(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const reverseDocument = graphql(`mutation FieldReverse($input: ReverseDocumentInput!) { reverseDocument(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const confirmArrival = graphql(`mutation FieldConfirm($input: ConfirmArrivalInput!) { confirmArrival(input: $input) { replayed waybill { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const completeRotationTask = graphql(`mutation FieldRotate($input: CompleteRotationTaskInput!) { completeRotationTask(input: $input) { replayed document { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])
const enterStockCount = graphql(`mutation FieldCountEntry($input: EnterStockCountInput!) { enterStockCount(input: $input) { replayed count { id number } warnings { ...WarningFields } userErrors { ...UserErrors } } }`, [UserErrors, WarningFields])

const writes = { receiveGoods, issueGoods, transferGoods, receiveTransfer, reverseDocument, confirmArrival, completeRotationTask, enterStockCount }
export type Write = keyof typeof writes
/** The input of a write, without the request key. */
export type InputOf<W extends Write> = Omit<VariablesOf<(typeof writes)[W]>['input'], 'requestKey'>

const isWrite = (kind: string): kind is Write => kind in writes

type Payload = {
  replayed: boolean
  document?: { id: string; number: string } | null
  waybill?: { id: string; number: string } | null
  count?: { id: string; number: string } | null
  warnings: readonly FragmentOf<typeof WarningFields>[]
  userErrors: readonly FragmentOf<typeof UserErrors>[]
}

/** Longer than the server gives itself: after this, nothing is known of the request. */
const answerWithin = 30_000

/** Sends an operation with its own key. Throws Refused where it was refused, Unreachable where nothing is known. */
export async function sendOperation(operation: Operation): Promise<Answer> {
  if (!isWrite(operation.kind)) throw new Refused([{ code: 'UNKNOWN_OPERATION', message: `This version cannot send "${operation.kind}".`, fields: [], facts: {} }])
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), answerWithin)
  try {
    const answer = await reaching(send<Record<string, Payload>>(textOf(writes[operation.kind]), { input: { ...operation.input, requestKey: operation.key } }, abort.signal))
    const payload = Object.values(answer)[0]!
    if (payload.userErrors.length > 0) throw new Refused(refusalsOf(payload.userErrors))
    return { replayed: payload.replayed, documentId: payload.document?.id ?? null, number: payload.document?.number ?? payload.waybill?.number ?? payload.count?.number ?? null, warnings: warningsOf(payload.warnings) }
  } finally {
    clearTimeout(timer)
  }
}
