/** What full-text search knows of the messages and people. */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Full-text search runs behind the messages: the range of `seq` that is indexed grows at both ends.
 * The FTS tables and the triggers that note what changed are in the migration `search`.
 */
export const searchState = sqliteTable('search_state', {
  id: integer('id').primaryKey(),
  /** Everything from here … */
  low: integer('low').notNull(),
  /** … to here is indexed. */
  high: integer('high').notNull(),
})

/** Messages whose text changed or went after they were indexed. */
export const searchDirtyMessages = sqliteTable('search_dirty_messages', { seq: integer('seq').primaryKey() })

/** What people are found by, one row for each conversation; `seq` is the row of the FTS table. */
export const searchPeople = sqliteTable('search_people', {
  seq: integer('seq').primaryKey(),
  conversationId: text('conversation_id').notNull().unique(),
})

export const searchDirtyPeople = sqliteTable('search_dirty_people', { conversationId: text('conversation_id').primaryKey() })
