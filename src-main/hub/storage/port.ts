/**
 * The storage port: what the product asks of a database, in the product's own words.
 *
 * Every method is one atomic operation. When a promise of a write resolves, what it wrote survives
 * a `kill -9` and a power cut. Writes of one process are applied in the order of their calls; a
 * read sees every write that resolved before it was called. No caller ever holds a transaction.
 * Failures of the database itself (full, read-only, locked, corrupt) reject with
 * `OmniError('storage_unavailable')` whose message names the file or server.
 *
 * Open work (turns and deliveries that are not finished) belongs to the owner that stored or
 * claimed it; `claimOpenWork` takes over what belongs to the dead. How death is known is the
 * adapter's business: SQLite by an exclusive lock on the data folder, a server by leases.
 */
import type { AccountsReads, AccountsWrites } from './port/accounts.ts'
import type { AgentsReads, AgentsWrites } from './port/agents.ts'
import type { AnswerCacheReads, AnswerCacheWrites } from './port/answer-cache.ts'
import type { InboxReads, InboxWrites } from './port/inbox.ts'
import type { MediaTextsReads, MediaTextsWrites } from './port/media-texts.ts'
import type { OutboxReads, OutboxWrites } from './port/outbox.ts'
import type { PeopleReads, PeopleWrites } from './port/people.ts'
import type { TurnsReads, TurnsWrites } from './port/turns.ts'
import type { UpkeepReads, UpkeepWrites } from './port/upkeep.ts'

export type { AnswerScope } from './port/answer-cache.ts'
export type {
  AcceptedInbound,
  AroundOwnMessage,
  AwaitedMedia,
  JournalBatch,
  JournaledCall,
  MediaOutcome,
  MergedConversation,
  MessageUpdate,
  NewInbound,
} from './port/inbox.ts'
export type { MediaTextKind, MediaTextOutcome } from './port/media-texts.ts'
export type { DeliveryOutcome, DraftEnd, PlannedMessage, SendLimits, SendSlot } from './port/outbox.ts'
export type { AttentionCounts, ConversationSelection, FilterCounts, NewOwner, SearchQuery } from './port/people.ts'
export type { DeliveryChange, EventInput, Page, TurnOutcome } from './port/shared.ts'
export type { AnswerPlan, ClaimedTurn, ClaimedWork, CutOff, OpenRef, TraceFilter, TurnFigures } from './port/turns.ts'

export interface StorageWrites
  extends AccountsWrites,
    AgentsWrites,
    AnswerCacheWrites,
    InboxWrites,
    MediaTextsWrites,
    TurnsWrites,
    OutboxWrites,
    PeopleWrites,
    UpkeepWrites {}

export interface StorageReads
  extends AccountsReads,
    AgentsReads,
    AnswerCacheReads,
    InboxReads,
    MediaTextsReads,
    TurnsReads,
    OutboxReads,
    PeopleReads,
    UpkeepReads {}

export interface Storage extends StorageWrites, StorageReads {
  /** Writes a consistent copy of everything to a new file. Neither reads nor writes wait for it. `schema`: the newest migration in it. */
  backUpTo(file: string): Promise<{ schema: string }>
  /** Reads all of such a copy, which is not changed. Rejects with OmniError('storage_unavailable') where it is damaged. */
  checkCopy(file: string): Promise<void>
  close(): Promise<void>
}
