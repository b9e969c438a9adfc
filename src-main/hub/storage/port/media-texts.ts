/** What recordings and documents say in words, and which of them wait for it. */
import type { ConversationRecord, MessageRecord } from '../records.ts'

export type MediaTextKind = 'speech' | 'document'

export type MediaTextOutcome =
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

export interface WaitingMediaText {
  messageId: string
  instanceName: string
  kind: MediaTextKind
}

/** What was found once for a file. */
export interface KnownMediaText {
  text: string
  isShortened: boolean
  by: string | null
  language: string | null
}

type Changed = { message: MessageRecord; conversation: ConversationRecord }

export interface MediaTextsWrites {
  /**
   * The file of this message is wanted in words: it waits from now on. What is ready stays so, and what
   * failed, unless `again`. Null when the message is gone or brings no file.
   */
  requestMediaText(request: { messageId: string; kind: MediaTextKind; again: boolean; at: string }): Promise<Changed | null>
  /** Null when the message is gone. */
  settleMediaText(messageId: string, outcome: MediaTextOutcome): Promise<Changed | null>
}

export interface MediaTextsReads {
  /** Oldest first. */
  waitingMediaTexts(): Promise<WaitingMediaText[]>
  /** What another message of the instance with the same file was found to say. */
  findMediaText(instanceName: string, fileHash: string): Promise<KnownMediaText | null>
  /** All that the file of a message says; null unless it is ready. */
  mediaTextOf(messageId: string): Promise<KnownMediaText | null>
}
