/** What recordings and documents say in words, and which of them wait for it. */
import type { ConversationRecord, MessageRecord } from '../records.ts'

export type ReadingKind = 'speech' | 'document'

export type ReadingOutcome =
  | {
      state: 'ready'
      /** SHA-256 of the file, hexadecimal. */
      fileHash: string
      text: string
      isShortened: boolean
      by: string | null
      language: string | null
    }
  /** `problem` is one plain sentence. */
  | { state: 'failed'; problem: string }

export interface WaitingReading {
  messageId: string
  instanceName: string
  kind: ReadingKind
}

/** What was found once for a file. */
export interface KnownReading {
  text: string
  isShortened: boolean
  by: string | null
  language: string | null
}

type Changed = { message: MessageRecord; conversation: ConversationRecord }

export interface ReadingsWrites {
  /**
   * The file of this message is wanted in words: it waits from now on. What is ready stays so, and what
   * failed, unless `again`. Null when the message is gone or brings no file.
   */
  requestReading(request: { messageId: string; kind: ReadingKind; again: boolean; at: string }): Promise<Changed | null>
  /** Null when the message is gone. */
  settleReading(messageId: string, outcome: ReadingOutcome): Promise<Changed | null>
}

export interface ReadingsReads {
  /** Oldest first. */
  waitingReadings(): Promise<WaitingReading[]>
  /** What another message of the instance with the same file was found to say. */
  findReading(instanceName: string, fileHash: string): Promise<KnownReading | null>
  /** All that the file of a message says; null unless it is ready. */
  readingOf(messageId: string): Promise<KnownReading | null>
}
