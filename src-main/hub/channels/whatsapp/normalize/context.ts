/** What the parsers need to know besides the event itself. */

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
}
