/** Rows as SQLite gives them, by the schema. */
import type { Table } from 'drizzle-orm'

type Columns<T extends Table> = T['_']['columns']

/** SQLite has no booleans: its flags are 0 and 1. */
type Stored<Data> = Data extends boolean ? 0 | 1 : Data

/** A row of a table, by the names that its columns have in SQL. */
export type Row<T extends Table> = {
  [Key in keyof Columns<T> as Columns<T>[Key]['_']['name']]:
    | Stored<Columns<T>[Key]['_']['data']>
    | (Columns<T>[Key]['_']['notNull'] extends true ? never : null)
}
