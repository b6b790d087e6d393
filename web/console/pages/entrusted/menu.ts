import type { MenuSection } from '../../menu.ts'

export const entrustedMenu: MenuSection = {
  words: ['代储与捐赠', 'Entrusted and donated'],
  entries: [
    { path: '/entrusted', words: ['代储物资', 'Entrusted goods'], anyOf: ['stock.read'] },
    { path: '/release-orders', words: ['动用指令', 'Release orders'], anyOf: ['stock.read'] },
    { path: '/consents', words: ['限定用途', 'Purpose locks'], anyOf: ['stock.read'] },
  ],
}
