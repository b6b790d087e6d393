/** Where to go after signing in: an address of this console, or the workbench; never another site. */
export const returnAddress = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) && !to.startsWith('/login') ? to : '/')
