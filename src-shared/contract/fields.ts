import * as z from 'zod'

/** One field of a form that a channel or an agent back end declares for itself: the panel draws it. */
export const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string().optional(),
  kind: z.enum([
    'text',
    'longText',
    'number',
    'url',
    'secret',
    'phone',
    'boolean',
    'choice',
    /** A text that is best chosen from what the other side itself offers (its agents, its models). */
    'listed',
  ]),
  /** Of a choice. */
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  required: z.boolean(),
  placeholder: z.string().optional(),
  /** Of a number. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Shown folded away: most people never need it. */
  advanced: z.boolean().optional(),
  /** Of a secret: it has several lines, as the file of a key does. */
  isLong: z.boolean().optional(),
  /**
   * It belongs to this value of a choice, which belongs to none itself, and is not there at others: it is neither shown
   * nor sent, nor needed. Fields of one name may belong to several values, each with its own label.
   */
  when: z.object({ field: z.string(), is: z.string() }).optional(),
})
export type Field = z.infer<typeof fieldSchema>
