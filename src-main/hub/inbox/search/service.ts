/**
 * Search, and the work that keeps it complete: what was said is made searchable in small batches
 * when nothing else is going on, and at the latest when somebody searches.
 */

import type { ChannelKind } from '../../../../src-shared/contract/instances.ts'
import type { MessageHit, PersonHit } from '../../../../src-shared/contract/search.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { conversationName, toPanelConversation } from '../../live/views/conversation.ts'
import type { Logger } from '../../observe/logger.ts'
import type { Timers } from '../../runtime/timers.ts'
import type { Storage } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'
import { highlightsIn, searchDigits, searchWords, snippetOf } from './words.ts'

/** A batch takes the writer a few milliseconds: nobody's message waits longer than that for it. */
const BATCH = 200
const IDLE_PAUSE_MS = 20
const LOOK_EVERY_MS = 3000
/** Someone who searches waits this long for new messages to become searchable. */
const PATIENCE_MS = 300

interface Options {
  storage: Storage
  /** Null for an instance that was removed. */
  channelOf: (instanceName: string) => ChannelKind | null
  /** Is something being answered or accepted? Then indexing waits. */
  isBusy: () => boolean
  timers: Timers
  log: Logger
}

interface Query {
  query: string
  instanceName?: string | undefined
  limit: number
}

export interface SearchService {
  start(): void
  stop(): Promise<void>
  find(query: Query): Promise<{ people: PersonHit[]; messages: MessageHit[]; isComplete: boolean }>
  people(query: Query): Promise<PersonHit[]>
}

export function createSearchService({ storage, channelOf, isBusy, timers, log }: Options): SearchService {
  let isStopped = false
  let cancel = () => {}
  let batch: Promise<boolean> | null = null

  /** One batch at a time, whoever asks. True once everything is searchable. */
  function indexSome(): Promise<boolean> {
    batch ??= storage.indexForSearch(BATCH).finally(() => {
      batch = null
    })
    return batch
  }

  async function indexWhenIdle(): Promise<void> {
    let isDone = false
    try {
      isDone = isBusy() ? false : await indexSome()
    } catch (error) {
      log.warn({ error: errorMessage(error) }, 'messages could not be made searchable')
      isDone = true
    }
    if (!isStopped) cancel = timers.after(isDone || isBusy() ? LOOK_EVERY_MS : IDLE_PAUSE_MS, () => void indexWhenIdle())
  }

  async function catchUp(): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS
    while (!isStopped) {
      if (await indexSome()) return true
      if (performance.now() > until) return false
    }
    return false
  }

  /** What it says, with what its file says. */
  async function wordsOf({ id, text, media }: MessageRecord): Promise<string> {
    if (media?.mediaText?.state !== 'ready') return text
    const said = media.mediaText.text === '' ? ((await storage.mediaTextOf(id))?.text ?? '') : media.mediaText.text
    return [text, said].filter((part) => part !== '').join('\n')
  }

  function personHits(records: ConversationRecord[], words: string[]): PersonHit[] {
    return records.flatMap((record) => {
      const channel = channelOf(record.instanceName)
      if (channel === null) return []
      return { conversation: toPanelConversation(record, channel), highlights: highlightsIn(conversationName(record), words) }
    })
  }

  return {
    start() {
      cancel = timers.after(IDLE_PAUSE_MS, () => void indexWhenIdle())
    },
    async stop() {
      isStopped = true
      cancel()
      await batch?.catch(() => {})
    },
    async find({ query, instanceName, limit }) {
      const words = searchWords(query)
      if (words.length === 0) return { people: [], messages: [], isComplete: true }
      const isComplete = await catchUp()
      const [people, messages] = await Promise.all([
        storage.searchPeople({ words, digits: searchDigits(query), instanceName, limit }),
        storage.searchMessages({ words, instanceName, limit }),
      ])
      return {
        people: personHits(people, words),
        messages: await Promise.all(
          messages.map(async ({ message, conversation }) => ({
            messageId: message.id,
            seq: message.seq,
            conversationId: message.conversationId,
            conversationName: conversationName(conversation),
            instanceName: message.instanceName,
            author: message.author,
            sentAt: message.sentAt,
            ...snippetOf(await wordsOf(message), words),
          })),
        ),
        isComplete,
      }
    },
    async people({ query, instanceName, limit }) {
      const words = searchWords(query)
      if (words.length === 0) return []
      await catchUp()
      const people = await storage.searchPeople({ words, digits: searchDigits(query), instanceName, limit })
      return personHits(people, words)
    },
  }
}
