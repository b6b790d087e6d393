// An inspection as it is typed, what is wrong with it, and what is sent.
import { compare, fold } from '../../../shared/decimal.ts'
import { daysBetween } from '../../../shared/format.ts'

export const inspectionKinds = ['VISUAL', 'FUNCTION', 'LOAD', 'PRESSURE', 'CALIBRATION', 'ELECTRODES_AND_BATTERY'] as const
export type InspectionKind = (typeof inspectionKinds)[number]

export type InspectionDraft = {
  kind: InspectionKind; result: 'PASSED' | 'FAILED'; doneOn: string; nextDueOn: string; doneBy: string; certificateNo: string; note: string; grade: '' | 'A' | 'B' | 'C'; runHours: string
}

export const blankInspection = (today: string, kind: InspectionKind): InspectionDraft => ({ kind, result: 'PASSED', doneOn: today, nextDueOn: '', doneBy: '', certificateNo: '', note: '', grade: '', runHours: '' })

const longest = 20 * 365.25

/** The words for what is wrong, by field; hours: the last reading of the meter. */
export function inspectionFaults(draft: InspectionDraft, today: string, hours: string | null) {
  const read = fold(draft.runHours)
  const ahead = draft.doneOn && draft.nextDueOn ? daysBetween(draft.doneOn, draft.nextDueOn) : 1
  return {
    doneOn: draft.doneOn === '' || draft.doneOn > today ? ('faultDoneOn' as const) : null,
    nextDueOn: ahead <= 0 || ahead > longest ? ('faultNext' as const) : null,
    doneBy: draft.doneBy.trim() === '' ? ('faultDoneBy' as const) : null,
    note: draft.result === 'FAILED' && draft.note.trim() === '' ? ('faultNote' as const) : null,
    runHours: read !== '' && (!/^\d{1,9}(\.\d)?$/.test(read) || (hours !== null && compare(read, hours) < 0)) ? ('faultHours' as const) : null,
  }
}

export const inspectionInput = (draft: InspectionDraft, lotId: string) => ({
  lotId, kind: draft.kind, result: draft.result, doneOn: draft.doneOn, nextDueOn: draft.nextDueOn || null, doneBy: draft.doneBy.trim(), certificateNo: draft.certificateNo.trim() || null,
  note: draft.note.trim() || null, conditionGrade: draft.grade || null, runHours: fold(draft.runHours) || null,
})
