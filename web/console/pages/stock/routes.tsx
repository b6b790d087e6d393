export const stockRoutes = [] as const
