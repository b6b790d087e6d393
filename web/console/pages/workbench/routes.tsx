export const workbenchRoutes = [] as const
