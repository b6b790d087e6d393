import { catalogue } from '../../../shared/i18n/words.ts'

export const workbenchWords = catalogue({ title: ['工作台', 'Workbench'] })
