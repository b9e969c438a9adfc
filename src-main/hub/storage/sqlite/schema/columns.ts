/** Kinds of columns that SQLite itself does not tell apart. */
import { integer, text } from 'drizzle-orm/sqlite-core'

export const flag = (name: string) => integer(name, { mode: 'boolean' })

export const json = (name: string) => text(name)
