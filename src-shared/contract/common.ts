import * as z from 'zod'
import { withoutTurningMarks } from '../turning-marks.ts'

/** The name of an instance: the slug in every webhook address and on every row. */
export const instanceNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'Use only letters, digits, "-" and "_".')

/** What people call an instance: one line of any characters, up to 60 as people count them. */
export const displayNameSchema = z
  .string()
  .overwrite(withoutTurningMarks)
  .trim()
  .min(1)
  .max(600)
  .regex(/^\P{Cc}*$/u, 'A name is one line.')
  .refine((name) => [...new Intl.Segmenter().segment(name)].length <= 60, 'A name has at most 60 characters.')

/** A point in time, ISO 8601 in UTC. */
export const timestampSchema = z.iso.datetime()

/** `before` is the cursor of the previous page (opaque); pages run from newest to oldest. */
export const pageSchema = z.object({
  before: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Pass as `before` to get the next, older page; null at the end. */
    nextBefore: z.string().nullable(),
  })
}

/**
 * A patch of an object: any of its fields, and nothing for those that are left out. Not `.partial()`,
 * which in zod 4 still fills in the defaults of absent fields and so would reset what is saved.
 */
export function patchOf<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
): z.ZodType<Partial<z.output<z.ZodObject<S>>>, Partial<z.input<z.ZodObject<S>>>> {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const bare = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field
    return [name, z.optional(bare)]
  })
  return z.object(Object.fromEntries(fields)) as never
}
