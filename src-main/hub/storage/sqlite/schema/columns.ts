/** Kinds of columns that SQLite itself does not tell apart. */
import { integer } from 'drizzle-orm/sqlite-core'

export const flag = <Name extends string>(name: Name) => integer(name, { mode: 'boolean' })

/** JSON text of a `T`. Which one is for the compiler alone: `parse` reads it as that. */
export type Json<T> = string & { readonly of?: T }
