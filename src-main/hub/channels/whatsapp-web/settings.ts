/** What an instance that is linked from here is configured with. */
import * as z from 'zod'

export const settingsSchema = z.object({
  /** Somebody has read and accepted what is to be known about this way in (see acknowledgement.ts). */
  isAcknowledged: z.boolean().default(false),
  /** Set by Disconnect: the account stays linked, but nothing is received. */
  paused: z.boolean().default(false),
  /** The account, as it was last seen. Digits. */
  ownPhone: z.string().nullable().default(null),
  ownLid: z.string().nullable().default(null),
})
