import type { MenuSection } from '../../menu.ts'

export const workbenchMenu: MenuSection = { words: null, entries: [{ path: '/', words: ['工作台', 'Workbench'] }] }
