/** The webhook of a channel: where its platform calls, how a call is verified, and what comes of it. */

/** When something reached the hub. */
export interface Arrival {
  /** Milliseconds since 1970. */
  atMs: number
  /** The call that brought it was written down and acknowledged before it was handled. */
  isDurable: boolean
}

/** A webhook call that passed size, parse and secret checks. */
export interface WebhookCall {
  /** Empty when the call was written down before it is handled: headers are not kept. */
  headers: Record<string, string | string[] | undefined>
  /** Parsed JSON, free of prototype keys. */
  body: unknown
  /** Absent: now. */
  arrival?: Arrival
}

/** What of a call goes into the call journal when it is to be handled later. */
export interface CallForJournal {
  /** The body as it came, without credentials. */
  text: string
  /** The new message that it brings, if just one; milliseconds since 1970. */
  message: { externalId: string; sentAtMs: number } | null
}

export interface WebhookOutcome {
  status: 'success' | 'blocked' | 'not_allowed' | 'ignored'
  turnId: string | null
  /** What the platform wants to be answered with, as JSON; absent: what clients of Omni v1 read. */
  reply?: Record<string, unknown>
}

/** A call that is not verified yet. Headers by their lower-case names. */
export interface SignedCall {
  headers: Record<string, string | string[] | undefined>
  /** Its body, byte by byte as it came. */
  raw: Uint8Array
  /** A secret field of the instance that is called, or `webhookSecret`, which the hub makes for each; null where it is not set. */
  secret(field: string): string | null
  /** Milliseconds since 1970. */
  now: number
}

/** `refused`: one sentence for the caller and for the list of last calls. */
export type Verdict = 'ok' | { refused: string }

/** The webhook that the platform of a channel calls. */
export interface WebhookDeclaration {
  /**
   * Below `/webhook` and `/webhooks`, each beginning with `/`: `:name` is the instance, without it the default one.
   * The first is told to the platform.
   */
  paths: [string, ...string[]]
  /** Who calls, as in "What … calls": `an Evolution server`. */
  caller: string
  /**
   * How a call is known to be the platform's.
   *
   * `secret_header`: it carries the instance's `webhookSecret` in this header (lower case), which is looked at before
   * anything of the body is read. The owner can renew it, and do without it.
   *
   * `signature`: over its bytes, with a secret of the platform. It is judged before the body is parsed, and a body of
   * more than 1 MB is not read at all. Nothing is taken without it. `verify` must compare in constant time; what it
   * throws refuses the call, too. `sign` makes the headers that pass it, for the panel's test call.
   */
  verification:
    | { by: 'secret_header'; header: string }
    | {
        by: 'signature'
        verify(call: SignedCall): Verdict
        sign(call: Omit<SignedCall, 'headers'>): Record<string, string>
      }
  /** Where a person must enter the address at the platform; absent: the channel tells the platform. */
  paste?: {
    /** What the field is called there, and where it is: "Interactions Endpoint URL, under General Information". */
    field: string
    /** Absent: every account of the channel is called. `has`: is this secret field saved? */
    when?(has: (secretField: string) => boolean): boolean
  }
  /** The body of a call that `Channel.handleWebhook` ignores, for the panel's test call. */
  testBody(instanceName: string): unknown
}
