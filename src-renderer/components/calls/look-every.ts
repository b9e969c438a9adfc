/** The newest calls are in the hub's memory, and asked for only while somebody looks. */
export const LOOK_EVERY_MS = 1500
