/** What is to be given and withdrawn, so that those hold a pass who are chosen; what others changed meanwhile is left alone. */
export const passChange = (held: readonly string[], chosen: readonly string[]) => ({ given: chosen.filter((id) => !held.includes(id)), withdrawn: held.filter((id) => !chosen.includes(id)) })
