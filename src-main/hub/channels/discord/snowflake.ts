/** Ids of Discord: 64 bits that begin with the time, so that they sort by it. Source: Discord's reference, "Snowflakes". */

const EPOCH_MS = 1_420_070_400_000
const TIME_SHIFT = 22n

/** Milliseconds since 1970. */
export const timeOf = (id: string): number => Number(BigInt(id) >> TIME_SHIFT) + EPOCH_MS

/** The first id that something made at that time could have. */
export const idAt = (ms: number): string => String(BigInt(Math.max(0, Math.floor(ms) - EPOCH_MS)) << TIME_SHIFT)

export const isLater = (id: string, than: string): boolean => BigInt(id) > BigInt(than)
export const compareIds = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0)
