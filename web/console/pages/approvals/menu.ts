import type { MenuEntry } from '../../menu.ts'

export const approvalsEntry: MenuEntry = { path: '/approvals', words: ['待审批', 'To approve'], anyOf: ['document.approve'] }
export const rulesEntry: MenuEntry = { path: '/approval-rules', words: ['审批规则', 'Approval rules'], anyOf: ['document.approve', 'settings.write'] }
