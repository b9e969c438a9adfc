import * as z from 'zod'

/** What an instance has put into words, for its agent and for whoever reads along. Nothing, unless it is set up. */
export const mediaTextSettingsSchema = z.object({
  voice: z
    .object({
      /** The saved agent whose server transcribes; null: nobody, and nothing is sent anywhere. */
      agentProfileId: z.string().max(100).nullable().default(null),
      model: z.string().trim().min(1).max(200).default('whisper-1'),
      /** ISO 639 code of what is spoken; empty: whatever it is. */
      language: z
        .string()
        .regex(/^([a-z]{2,3})?$/)
        .default(''),
      /** The longest that an answer waits for the words, with those of documents. */
      waitMs: z.number().int().min(0).max(120_000).default(30_000),
    })
    .prefault({}),
  documents: z
    .object({
      isOn: z.boolean().default(false),
      /** The agent gets at most this much of one document. */
      maxCharacters: z.number().int().min(500).max(100_000).default(10_000),
    })
    .prefault({}),
})

/** What a file says, as a machine heard or read it. */
export const mediaTextSchema = z.object({
  state: z.enum(['waiting', 'ready', 'failed']),
  /** Of a recording; what a document says goes to the agent and is not repeated here. Empty: no words were found. */
  text: z.string(),
  /** How much there is of it, in UTF-16 units. */
  characters: z.number().int(),
  /** The rest was left out. */
  isShortened: z.boolean(),
  /** Who made it: the model, or null where no model was needed. */
  by: z.string().nullable(),
  /** As the model named it; null where it did not. */
  language: z.string().nullable(),
  /** Why it failed, in one plain sentence; null unless `failed`. */
  problem: z.string().nullable(),
})
export type MediaText = z.infer<typeof mediaTextSchema>
