/** What the parsers need to know besides the event itself. */
import type { JsonObject } from '../../../runtime/json.ts'

/** The connected account, as far as it is known. Digits. */
export interface OwnAccount {
  phone: string | null
  lid: string | null
  /** As its profile shows it. */
  name?: string | null
}

export interface NormalizeContext {
  own: OwnAccount
  nowMs: number
  phoneOfLid(lid: string): string | null
  /** The content of a message (`data` is all of it), where it was sealed and can be opened; else as it is. */
  unsealed?(data: JsonObject, message: JsonObject | null, own: OwnAccount): JsonObject | null
}
