export const reserveRoutes = [] as const
