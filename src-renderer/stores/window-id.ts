/** Tells this window of the panel from the others, for as long as it is open. */
export const windowId: string = crypto.randomUUID()
